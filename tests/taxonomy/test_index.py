"""The view of all vocabularies in memory."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from taxonomy import cache, places
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from taxonomy.models import Term, TermText, VocabularyStamp

pytestmark = pytest.mark.django_db
INITIATIVES = Path(__file__).parents[2] / "catalogue" / "data" / "initiatives.jsonl"


def test_terms_come_in_tree_order(vocabularies: VocabularyIndex) -> None:
    slugs = [term.slug for term in vocabularies.terms("region")]
    assert slugs[:3] == ["global", "africa", "africa-northern"]
    for slug in slugs:
        parent = vocabularies.term("region", slug).parent  # type: ignore[union-attr]
        assert parent is None or slugs.index(parent) < slugs.index(slug)


def test_trees(vocabularies: VocabularyIndex) -> None:
    assert vocabularies.descendants("region", "africa") == (
        "africa", "africa-northern", "africa-western", "africa-eastern", "africa-middle", "africa-southern",
    )  # fmt: skip
    assert vocabularies.descendants("region", "oceania") == ("oceania",)
    assert vocabularies.descendants("region", "nowhere") == ()
    assert vocabularies.ancestors("region", "africa-eastern") == ("africa",)
    assert (vocabularies.depth("region", "africa"), vocabularies.depth("region", "africa-eastern")) == (0, 1)
    assert [term.slug for term in vocabularies.children("infrastructure")] == [
        "connectivity", "device", "hosting", "people", "access",
    ]  # fmt: skip


def test_words_fall_back_to_english_and_then_to_the_slug(vocabularies: VocabularyIndex) -> None:
    assert vocabularies.label("region", "africa-eastern", "fr") == "Afrique de l'Est"
    assert vocabularies.label("region", "africa-eastern", "pt-br") == vocabularies.label(
        "region", "africa-eastern", "pt"
    )
    assert vocabularies.label("region", "africa-eastern", "xx") == "Eastern Africa"
    assert vocabularies.label("region", "nowhere") == "nowhere"
    assert vocabularies.definition("pillar", "prevention", "fr").startswith(
        vocabularies.definition("pillar", "prevention", "en")[:20]
    )
    with translation.override("es"):
        assert vocabularies.label("country", "de") == "Alemania"


def test_countries_and_languages(vocabularies: VocabularyIndex) -> None:
    mexico = vocabularies.term("country", "mx")
    assert mexico is not None
    assert (mexico.parent, mexico.label("ru"), mexico.pk) == ("americas-central", "Мексика", 0)
    assert vocabularies.pk_of("country", "mx") is None
    assert vocabularies.pk_of("pillar", "prevention") == Term.objects.get(slug="prevention").pk
    assert len(vocabularies.terms("country")) == 250
    assert len(vocabularies.terms("language")) == 183
    assert places.autonym("sw") == "Kiswahili"


def test_autonyms_are_those_of_cldr_where_it_has_one() -> None:
    for code in ("ar", "km", "sw", "uk", "zh", "am"):
        assert places.autonym(code) == Locale(code).languages[code]


def test_every_countrys_region_is_in_the_data_sets_records(vocabularies: VocabularyIndex) -> None:
    """The data set says that the regions of the countries of use are always among the regions."""
    for line in INITIATIVES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for code in record["countries"]:
            assert places.region_of(code) in record["regions"], (record["id"], code)


def test_every_region_of_a_country_exists(vocabularies: VocabularyIndex) -> None:
    regions = {term.slug for term in vocabularies.terms("region")}
    assert {country.region for country in places.countries().values()} - {None} <= regions


def test_building_takes_few_queries_and_reading_none(vocabularies: VocabularyIndex) -> None:
    with CaptureQueriesContext(
        connection,
    ) as building:
        cache.read_index("any")
    assert len(building) <= 6
    vocabulary_index()
    cache._check_after = time.monotonic() + 100
    with CaptureQueriesContext(connection) as reading:
        for _ in range(100):
            vocabulary_index().label("region", "africa-eastern")
    assert len(reading) == 0


def test_a_change_made_here_shows_at_once(vocabularies: VocabularyIndex) -> None:
    text = TermText.objects.get(term__slug="prevention", language="fr", kind="label")
    text.text = "Éviter"
    text.save()
    assert vocabulary_index().label("pillar", "prevention", "fr") == "Éviter"


def test_a_change_made_by_another_process_shows_at_the_next_request(
    vocabularies: VocabularyIndex, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process sends us no signal: it only leaves a new stamp in the database."""
    monkeypatch.setattr(cache, "CHECK_EVERY_SECONDS", 1000)
    cache.check_again()
    vocabulary_index()
    TermText.objects.filter(term__slug="prevention", language="fr", kind="label").update(text="Éviter")
    VocabularyStamp.renew()
    assert vocabulary_index().label("pillar", "prevention", "fr") == "Prévention"
    client.get("/robots.txt")
    assert vocabulary_index().label("pillar", "prevention", "fr") == "Éviter"


def test_a_state_that_was_rolled_back_is_forgotten(vocabularies: VocabularyIndex) -> None:
    from django.db import transaction

    def fail_after_a_change() -> Any:
        with transaction.atomic():
            Term.objects.get(slug="prevention").texts.all().delete()
            cache.note_change()
            assert vocabulary_index().label("pillar", "prevention") == "prevention"
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail_after_a_change()
    cache.check_again()
    assert vocabulary_index().label("pillar", "prevention", "en") == "Prevention"
