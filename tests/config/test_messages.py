"""The interface is complete in every language: nothing missing, nothing left over, no placeholder lost."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from config.messages import Message, extract_all, locale_folder, messages_of_template

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
_HELD = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
HINT = "run `manage.py update_messages` and translate what is new (docs/how-to/translate.md)"


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return extract_all(Path(settings.BASE_DIR))


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(locale_folder() / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(messages: list[Message], language: str) -> None:
    translated = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(language) if entry.translated()}
    missing = [message.text for message in messages if (message.context, message.text) not in translated]
    assert missing == [], HINT


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over_and_nothing_is_doubtful(messages: list[Message], language: str) -> None:
    known = {(message.context, message.text) for message in messages}
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if (entry.msgctxt or "", entry.msgid) not in known] == [], HINT
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_survive(language: str) -> None:
    for entry in catalogue(language).translated_entries():
        if entry.msgid_plural:
            allowed = set(_HELD.findall(entry.msgid + entry.msgid_plural))
            for form in entry.msgstr_plural.values():
                assert set(_HELD.findall(form)) <= allowed, entry.msgid
        else:
            assert sorted(set(_HELD.findall(entry.msgstr))) == sorted(set(_HELD.findall(entry.msgid))), entry.msgid


@pytest.mark.parametrize(("language", "forms"), [("fr", 2), ("es", 2), ("pt", 2), ("nl", 2), ("ru", 3), ("ar", 6)])
def test_there_are_as_many_plural_forms_as_the_language_has(language: str, forms: int) -> None:
    plurals = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert plurals
    assert {len(entry.msgstr_plural) for entry in plurals} == {forms}


def test_the_extraction_reads_templates_as_django_does() -> None:
    source = (
        '{% translate \'It is\' %}{% translate "here" context "place" %}'
        "{% blocktranslate count n=n with name=a.b %}"
        "{{ n }} tool of {{ name }}{% plural %}{{ n }} tools of {{ name }} %"
        "{% endblocktranslate %}{% blocktranslate trimmed %}\n  two\n  lines {% endblocktranslate %}"
    )
    assert list(messages_of_template(source, "x.html")) == [
        Message("It is"),
        Message("here", context="place"),
        Message("%(n)s tool of %(name)s", "%(n)s tools of %(name)s %%"),
        Message("two lines"),
    ]
