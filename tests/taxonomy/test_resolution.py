"""What somebody means by one value."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from taxonomy.lookup_tables import tables_of
from taxonomy.resolution import MatchType, resolve, resolve_country, resolve_one, suggestions
from taxonomy.term_extraction import extract_terms
from tests import dangerous
from text.folding import caseless

pytestmark = pytest.mark.django_db
SURVEYS = Path(__file__).parents[1] / "surveys"
texts = dangerous.texts(max_size=60)
# The fixture is made once for a test; that it isn't made anew for each example is what we want here.
many = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("text", "vocabulary", "language", "slug", "reason"),
    [
        ("Eastern Africa", "region", None, "africa-eastern", MatchType.EXACT),
        ("Afrique de l'Est", "region", "fr", "africa-eastern", MatchType.EXACT),
        ("Afrique de l’Est", "region", None, "africa-eastern", MatchType.OTHER_LANGUAGE),
        ("East Africa", "region", None, "africa-eastern", MatchType.SYNONYM),
        ("EAfrica", "region", None, "africa-eastern", MatchType.NORMALISED),
        ("E. Africa", "region", None, "africa-eastern", MatchType.NORMALISED),
        ("Africa (East)", "region", None, "africa-eastern", MatchType.NORMALISED),
        ("SE Asia", "region", None, "asia-south-eastern", MatchType.SYNONYM),
        ("S America", "region", None, "americas-southern", MatchType.NORMALISED),
        ("  WEB  PLATFORM ", "technology", None, "web-platform", MatchType.EXACT),
        ("web-platform", "technology", None, "web-platform", MatchType.EXACT),
        ("Web platforms", "technology", None, "web-platform", MatchType.NORMALISED),
        ("web_platform", "technology", None, "web-platform", MatchType.NORMALISED),
        ("3) Web platform", "technology", None, "web-platform", MatchType.NORMALISED),
        ("Web platform (site)", "technology", None, "web-platform", MatchType.NORMALISED),
        ("Web platfrom", "technology", None, "web-platform", MatchType.NEAR),
        ("Awareness, education & training", "tool_type", None, "awareness-education-training", MatchType.NORMALISED),
        ("pédopornographie", "exploitation", "fr", "child-sexual-online", MatchType.SYNONYM),
        ("anglais", "language", "fr", "en", MatchType.EXACT),
        ("Farsi", "language", None, "fa", MatchType.SYNONYM),
        ("Kiswahili", "language", None, "sw", MatchType.OTHER_LANGUAGE),
        ("日本語", "language", None, "ja", MatchType.OTHER_LANGUAGE),
        ("eng", "language", None, "en", MatchType.EXACT),
    ],
)
def test_a_value_is_read_as_the_term_it_means(
    vocabularies: VocabularyIndex, text: str, vocabulary: str, language: str | None, slug: str, reason: MatchType
) -> None:
    candidate = resolve_one(text, vocabulary, language)
    assert candidate is not None
    assert (candidate.slug, candidate.reason) == (slug, reason)


@pytest.mark.parametrize(
    ("text", "vocabulary"),
    [
        ("Quantum teleportation", "technology"),
        ("Unknown category", "tool_type"),
        ("Wakanda", "country"),
        ("data", "technology"),
        ("Mlai", "country"),
        ("South America", "country"),
        ("Amérique du Sud", "country"),
        ("泰国", "language"),
        ("", "region"),
        ("…", "region"),
        ("anything", "no-such-vocabulary"),
    ],
)
def test_what_means_nothing_here_is_not_guessed(vocabularies: VocabularyIndex, text: str, vocabulary: str) -> None:
    assert resolve(text, vocabulary) == []


@pytest.mark.parametrize("text", ["Congo", "Austrlia"])
def test_what_could_be_two_things_is_left_to_a_person(vocabularies: VocabularyIndex, text: str) -> None:
    assert len(resolve(text, "country")) > 1
    assert resolve_one(text, "country") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Viet Nam", "vn"), ("Vietnam", "vn"), ("Türkiye", "tr"), ("Turkey", "tr"), ("Congo (DRC)", "cd"),
        ("DR Congo", "cd"), ("Congo, Dem. Rep.", "cd"), ("Republic of the Congo", "cg"), ("USA", "us"),
        ("U.S.A.", "us"),
        ("UK", "gb"), ("Ivory Coast", "ci"), ("Cote d'Ivoire", "ci"), ("KEN", "ke"), ("ke", "ke"), ("KE", "ke"),
        ("République démocratique du Congo", "cd"), ("Republic of Kenya", "ke"), ("РФ", "ru"),
        ("The Gambia", "gm"), ("韓国", "kr"),
        ("Deutschland", "de"), ("ประเทศไทย", None), ("ไทย", "th"), ("🇰🇪", "ke"), ("日本", "jp"), ("대한민국", "kr"),
        ("Bangladessh", "bd"), ("Niger", "ne"), ("Nigeria", "ng"), ("Iran", "ir"), ("Iraq", "iq"), ("Lao PDR", "la"),
        ("Wakanda", None), ("Atlantis", None),
    ],
)  # fmt: skip
def test_countries_by_every_name_in_use(vocabularies: VocabularyIndex, text: str, code: str | None) -> None:
    assert resolve_country(text) == code


def test_every_label_and_synonym_leads_to_its_own_term(vocabularies: VocabularyIndex) -> None:
    """Top rank, unless the very same words also belong to another term of the vocabulary."""
    astray = []
    for vocabulary in vocabularies.vocabularies:
        for variant in tables_of(vocabularies).table(vocabulary).variants:
            candidates = resolve(variant.text, vocabulary, variant.language or None)
            shared = {other.slug for other in tables_of(vocabularies).table(vocabulary).exact[caseless(variant.text)]}
            first = {candidate.slug for candidate in candidates if candidate.score == candidates[0].score}
            if variant.slug not in {candidate.slug for candidate in candidates} or not first <= shared:
                astray.append((vocabulary, variant, candidates[:3]))
    assert astray == []


@many
@given(data=st.data())
def test_case_spaces_and_hyphens_make_no_difference(vocabularies: VocabularyIndex, data: st.DataObject) -> None:
    vocabulary = data.draw(st.sampled_from([slug for slug in vocabularies.vocabularies if slug != "language"]))
    term = data.draw(st.sampled_from(vocabularies.terms(vocabulary)))
    label = term.labels["en"]
    written = data.draw(
        st.sampled_from(
            [label.upper(), label.lower(), f" {label}\u00a0", label.replace(" ", "-"), label.replace("-", " ")]
        )
    )
    assert resolve(written, vocabulary)[0].slug == resolve(label, vocabulary)[0].slug == term.slug


@many
@given(text=texts)
def test_any_text_at_all_is_read_without_error(vocabularies: VocabularyIndex, text: str) -> None:
    for vocabulary in ("tool_type", "region", "country", "language"):
        candidates = resolve(text, vocabulary)
        assert all(0 < candidate.score <= 1 for candidate in candidates)
        assert all(vocabularies.has(vocabulary, candidate.slug) for candidate in candidates)
        assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)
        assert len({c.slug for c in candidates}) == len(candidates)
    suggestions(text, "tool_type")


def test_suggestions_share_words_with_what_was_written(vocabularies: VocabularyIndex) -> None:
    found = suggestions("Case management for victims of crime", "tool_type")
    assert "victim-case-management-support" in [candidate.slug for candidate in found]
    assert len(found) <= 3


def test_the_sample_surveys_words_are_all_known(vocabularies: VocabularyIndex) -> None:
    """The terms that the French workbook's expected values hold are found by the words in its cells."""
    from python_calamine import CalamineWorkbook

    vocabulary_of = {
        "tool_types": "tool_type", "target_users": "target_user", "technologies": "technology", "countries": "country",
        "languages": "language", "status": "status", "access": "access", "handles_victim_data": "victim_data",
    }  # fmt: skip
    expected = json.loads((SURVEYS / "inventaire-fr.expected.json").read_text(encoding="utf-8"))
    sheet = CalamineWorkbook.from_path(str(SURVEYS / "inventaire-fr.xlsx")).get_sheet_by_name("Inventaire").to_python()
    header = sheet[4]
    missed, total = [], 0
    for row in expected["rows"]:
        if row["kind"] == "invalid":
            continue
        cells = dict(zip(header, sheet[row["row"] - 1], strict=True))
        for heading, field in expected["columns"].items():
            if field not in vocabulary_of or field not in row["values"]:
                continue
            wanted = row["values"][field]
            wanted = {slug.lower() for slug in ([wanted] if isinstance(wanted, str) else wanted)}
            answers = [line for line in str(cells[heading]).splitlines() if line.strip()]
            found = {c.slug for line in answers if (c := resolve_one(line, vocabulary_of[field], "fr"))}
            total += len(wanted)
            missed.extend((row["row"], field, slug) for slug in wanted ^ found)
    assert total > 100
    assert missed == []


def test_spotted_places_are_where_the_text_says(vocabularies: VocabularyIndex) -> None:
    text = "Chatbot for migrant workers in Côte d’Ivoire"
    assert [(s.vocabulary, s.slug, text[s.start : s.end]) for s in extract_terms(text)] == [
        ("technology", "chatbot-messaging", "Chatbot"),
        ("target_user", "workers", "migrant workers"),
        ("country", "ci", "Côte d’Ivoire"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("приложение для трудовых мигрантов из Таджикистана и Узбекистана", "ru", {"workers", "tj", "uz"}),
        ("แจ้งเบาะแสผ่านแอปมือถือในประเทศไทย", "th", {"mobile-app", "th"}),
        ("在柬埔寨的劳工热线", "zh", {"kh"}),
        ("日本で働くベトナム人", None, {"jp", "vn"}),
        ("Almanya'daki işçiler için şikâyet hattı", "tr", {"de", "workers"}),
        ("বাংলাদেশের শ্রমিকদের জন্য হেল্পলাইন", "bn", {"bd", "workers", "reporting-hotlines"}),
        ("apps that work without internet in Ethiopia", "en", {"et"}),
        ("no app for data", "en", set()),
        ("free and active tools", "en", set()),
        ("help us with it", "en", set()),
        ("aid for the US", "en", {"us"}),
        ("car dealers", "en", set()),
        ("the red button", "en", set()),
        ("", None, set()),
    ],
)
def test_phrases_in_a_text(vocabularies: VocabularyIndex, text: str, language: str | None, expected: set[str]) -> None:
    found = {mention.slug for mention in extract_terms(text, language=language)}
    assert expected <= found
    if not expected:
        assert found == set()


@pytest.mark.parametrize("text", ["リアルタイムの警告", "新しいタイプの詐欺", "マリン"])
def test_a_short_name_is_not_read_inside_a_word_of_syllables(vocabularies: VocabularyIndex, text: str) -> None:
    """Thailand is タイ, and so is the middle of "real time"; signs that are words may be as short."""
    assert list(extract_terms(text, vocabularies=["country"])) == []


@many
@given(text=texts, language=st.sampled_from([None, "en", "fr", "th", "uk", "xx"]))
def test_spotted_phrases_lie_in_the_text_and_never_overlap(
    vocabularies: VocabularyIndex, text: str, language: str | None
) -> None:
    end = 0
    for mention in extract_terms(text, language=language):
        assert mention.text == text[mention.start : mention.end]
        assert vocabularies.has(mention.vocabulary, mention.slug)
        assert 0 < mention.score <= 1
        assert mention.start >= end or mention.start < mention.end <= end
        end = max(end, mention.end)


def test_only_the_vocabularies_asked_for(vocabularies: VocabularyIndex) -> None:
    assert {s.vocabulary for s in extract_terms("chatbot in Kenya", vocabularies=["country"])} == {"country"}


def test_a_merged_terms_words_lead_to_its_successor(vocabularies: VocabularyIndex) -> None:
    from taxonomy.models import Term

    games = Term.objects.get(vocabulary__slug="technology", slug="games")
    games.status = Term.Lifecycle.RETIRED
    games.replaced_by = Term.objects.get(vocabulary__slug="technology", slug="virtual-reality")
    games.save()
    assert vocabulary_index().resolve_slug("technology", "games") == "virtual-reality"
    assert [candidate.slug for candidate in resolve("Games", "technology")] == ["virtual-reality"]
    assert [mention.slug for mention in extract_terms("serious games", language="en")] == ["virtual-reality"]
