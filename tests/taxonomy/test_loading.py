"""Loading vocabularies from files, again and again, while people edit them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from taxonomy.current import vocabulary_index
from taxonomy.loading import VocabularyFileError, VocabularyLoadReport, load_vocabularies
from taxonomy.models import Term, TermText
from taxonomy.signals import terms_changed

pytestmark = pytest.mark.django_db


class Folder:
    """A folder with one vocabulary file that a test changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: dict[str, Any] = {
            "vocabulary": "colour",
            "label": {"en": "Colour", "fr": "Couleur"},
            "note": "What it looks like.",
            "terms": [
                {
                    "slug": "warm", "parent": None, "definition": {"en": "Like fire."},
                    "labels": {"en": "Warm", "fr": "Chaud"}, "synonyms": {"en": ["hot", "fiery"]},
                },
                {
                    "slug": "red", "parent": "warm", "definition": {"en": "Like blood."},
                    "labels": {"en": "Red", "fr": "Rouge"}, "synonyms": {},
                },
            ],
        }  # fmt: skip

    def load(self, *, overwrite: bool = False) -> VocabularyLoadReport:
        (self.path / "colour.json").write_text(json.dumps(self.content), encoding="utf-8")
        return load_vocabularies(self.path, overwrite=overwrite)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def text_of(slug: str, language: str, kind: str = "label") -> list[str]:
    return [text.text for text in TermText.objects.filter(term__slug=slug, language=language, kind=kind)]


def edit(slug: str, language: str, words: str) -> None:
    text = TermText.objects.get(term__slug=slug, language=language, kind="label")
    text.text = words
    text.save()


def test_a_second_load_changes_nothing(folder: Folder) -> None:
    assert folder.load().counts() == {"created": 2, "updated": 0, "unchanged": 0, "conflicts": 0}
    before = list(TermText.objects.values_list("pk", "text"))
    assert folder.load().counts() == {"created": 0, "updated": 0, "unchanged": 2, "conflicts": 0}
    assert list(TermText.objects.values_list("pk", "text")) == before
    assert vocabulary_index().ancestors("colour", "red") == ("warm",)
    assert vocabulary_index().vocabularies["colour"].label("fr") == "Couleur"


def test_a_change_of_the_file_is_taken_over(folder: Folder) -> None:
    folder.load()
    folder.content["terms"][0]["synonyms"] = {"en": ["hot"], "de": ["heiß"]}
    folder.content["terms"][1]["parent"] = None
    report = folder.load()
    assert report.updated == {"colour": ["red", "warm"]}
    assert (text_of("warm", "en", "synonym"), text_of("warm", "de", "synonym")) == (["hot"], ["heiß"])
    assert Term.objects.get(slug="red").parent is None


def test_an_edit_made_here_stays(folder: Folder) -> None:
    folder.load()
    edit("red", "fr", "Écarlate")
    report = folder.load()
    assert (report.counts()["unchanged"], report.edited_here) == (2, {"colour": ["red"]})
    folder.content["terms"][1]["labels"]["en"] = "Reddish"
    folder.load()
    assert (text_of("red", "fr"), text_of("red", "en")) == (["Écarlate"], ["Reddish"])


def test_words_changed_on_both_sides_are_a_conflict_until_somebody_decides(folder: Folder) -> None:
    folder.load()
    edit("red", "fr", "Écarlate")
    folder.content["terms"][1]["labels"]["fr"] = "Pourpre"
    for _again in range(2):
        [conflict] = folder.load().conflicts
        assert (conflict.slug, conflict.part, conflict.here, conflict.file) == (
            "red",
            "label/fr",
            "Écarlate",
            "Pourpre",
        )
        assert text_of("red", "fr") == ["Écarlate"]
    assert folder.load(overwrite=True).conflicts == []
    assert text_of("red", "fr") == ["Pourpre"]
    assert folder.load().counts()["unchanged"] == 2


def test_agreeing_by_hand_settles_a_conflict(folder: Folder) -> None:
    folder.load()
    edit("red", "fr", "Écarlate")
    folder.content["terms"][1]["labels"]["fr"] = "Pourpre"
    folder.load()
    edit("red", "fr", "Pourpre")
    report = folder.load()
    assert (report.conflicts, report.edited_here) == ([], {})


def test_terms_that_are_not_in_the_file_stay(folder: Folder) -> None:
    folder.load()
    del folder.content["terms"][1]
    assert folder.load().only_here == {"colour": ["red"]}
    assert Term.objects.filter(slug="red").exists()


def test_listeners_hear_once_which_terms_changed(folder: Folder, django_capture_on_commit_callbacks: Any) -> None:
    heard = []

    def listen(vocabulary: str, slugs: frozenset[str], **_: Any) -> None:
        heard.append((vocabulary, slugs))

    terms_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            folder.load()
        with django_capture_on_commit_callbacks(execute=True):
            folder.load()
        with django_capture_on_commit_callbacks(execute=True):
            edit("red", "fr", "Écarlate")
    finally:
        terms_changed.disconnect(listen)
    assert heard == [("colour", frozenset({"warm", "red"})), ("colour", frozenset({"red"}))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "can't be read as JSON"),
        ("[]", 'needs the keys "vocabulary" and "terms"'),
        ('{"vocabulary": "x", "terms": [{"slug": "a"}, {"slug": "a"}]}', "given twice: a"),
        ('{"vocabulary": "x", "terms": [{"slug": "a", "labels": {"en": "A"}, "parent": "b"}]}', "lies below 'b'"),
        ('{"vocabulary": "x", "terms": [{"slug": "a", "labels": {}}]}', "no English label"),
    ],
)
def test_a_broken_file_is_refused_by_name_before_anything_is_changed(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "broken.json").write_text(content, encoding="utf-8")
    before = Term.objects.count()
    with pytest.raises(VocabularyFileError, match=message) as caught:
        load_vocabularies(tmp_path)
    assert "broken.json" in str(caught.value)
    assert Term.objects.count() == before


def test_the_command_says_what_it_did(folder: Folder) -> None:
    folder.load()
    edit("red", "fr", "Écarlate")
    folder.content["terms"][1]["labels"]["en"] = "Reddish"
    (folder.path / "colour.json").write_text(json.dumps(folder.content), encoding="utf-8")
    out = StringIO()
    call_command("load_vocabularies", str(folder.path), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["counts"] == {"created": 0, "updated": 1, "unchanged": 1, "conflicts": 0}
    assert answer["edited_here"] == {"colour": ["red"]}


def test_the_command_fails_on_a_conflict_and_names_it(folder: Folder) -> None:
    folder.load()
    edit("red", "fr", "Écarlate")
    folder.content["terms"][1]["labels"]["fr"] = "Pourpre"
    (folder.path / "colour.json").write_text(json.dumps(folder.content), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="1 conflicts"):
        call_command("load_vocabularies", str(folder.path), stdout=out)
    assert "conflict in colour/red, label/fr: here 'Écarlate', file 'Pourpre'" in out.getvalue()
    with pytest.raises(CommandError, match="No vocabulary files"):
        call_command("load_vocabularies", str(folder.path / "empty"))


def test_rejected_words_match_and_are_not_shown(vocabularies: Any) -> None:
    from taxonomy.resolution import resolve

    term = vocabularies.term("exploitation", "child-sexual-online")
    assert "child pornography" in term.rejected["en"]
    assert "child pornography" not in term.synonyms["en"]
    assert resolve("child pornography", "exploitation")[0].slug == "child-sexual-online"
