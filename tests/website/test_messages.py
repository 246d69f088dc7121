"""The interface is complete in every language: nothing missing, nothing left over, no placeholder lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template import base as template_base
from django.template.base import FilterExpression, Parser
from django.templatetags import i18n as i18n_tags

from tests.translations import translations
from website.messages import Message, extract_all, messages_of_template

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
_HELD = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
TEMPLATES = sorted(
    path
    for folder in (Path(settings.BASE_DIR) / "templates", *Path(settings.BASE_DIR).glob("*/templates"))
    for path in folder.rglob("*")
    if path.suffix in (".html", ".txt", ".xml", ".svg")
)
HINT = "run `manage.py update_messages` and translate what is new (docs/how-to/translate.md)"


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return extract_all(Path(settings.BASE_DIR))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(messages: list[Message], language: str) -> None:
    translated = {(entry.context, entry.english[0]) for entry in translations(language) if entry.is_translated}
    missing = [message.text for message in messages if (message.context, message.text) not in translated]
    assert missing == [], HINT


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over_and_nothing_is_doubtful(messages: list[Message], language: str) -> None:
    known = {(message.context, message.text) for message in messages}
    entries = translations(language)
    assert [entry.english for entry in entries if (entry.context, entry.english[0]) not in known] == [], HINT
    assert [entry.english for entry in entries if entry.is_fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_survive(language: str) -> None:
    for entry in translations(language):
        expected = sorted(set(_HELD.findall("".join(entry.english))))
        for form in entry.forms:
            held = sorted(set(_HELD.findall(form)))
            # A plural form may leave the number out: "one tool".
            assert set(held) <= set(expected) if entry.is_plural else held == expected, entry.english


@pytest.mark.parametrize(("language", "forms"), [("fr", 2), ("es", 2), ("pt", 2), ("nl", 2), ("ru", 3), ("ar", 6)])
def test_there_are_as_many_plural_forms_as_the_language_has(language: str, forms: int) -> None:
    plurals = [entry for entry in translations(language) if entry.is_plural]
    assert plurals
    assert {len(entry.forms) for entry in plurals} == {forms}


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


class _LookedUp:
    """Stands where the template tags look messages up, and notes what they ask for."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, str]] = []

    def gettext(self, text: str) -> str:
        return self.pgettext("", text)

    def pgettext(self, context: str, text: str) -> str:
        self.messages.append((context, str(text), ""))
        return str(text)

    def ngettext(self, text: str, plural: str, number: int) -> str:
        return self.npgettext("", text, plural, number)

    def npgettext(self, context: str, text: str, plural: str, number: int) -> str:
        self.messages.append((context, str(text), str(plural)))
        return str(text)


def looked_up_by(source: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What Django looks up when each translating tag of a template is printed."""
    asked = _LookedUp()
    for module in (template_base, i18n_tags.translation):
        for name in ("gettext_lazy", "gettext"):
            monkeypatch.setattr(module, name, asked.gettext, raising=False)
        for name in ("pgettext_lazy", "pgettext"):
            monkeypatch.setattr(module, name, asked.pgettext, raising=False)
        monkeypatch.setattr(module, "ngettext", asked.ngettext, raising=False)
        monkeypatch.setattr(module, "npgettext", asked.npgettext, raising=False)
    compiled = Engine.get_default().from_string(source)
    for node in compiled.nodelist.get_nodes_by_type((i18n_tags.TranslateNode, i18n_tags.BlockTranslateNode)):
        if isinstance(node, i18n_tags.TranslateNode):
            if node.filter_expression.var.literal is None:
                continue  # a variable: its words are extracted where they are written
        else:
            node.extra_context = {}
            node.counter = node.counter and FilterExpression("2", Parser([]))
        context = Context()
        with context.bind_template(compiled):
            node.render(context)
    monkeypatch.undo()
    return asked.messages


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_what_is_extracted_is_what_is_looked_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = path.read_text(encoding="utf-8")
    extracted = {(message.context, message.text, message.plural) for message in messages_of_template(source, "x.html")}
    assert set(looked_up_by(source, monkeypatch)) == extracted


def test_percent_signs_quotes_and_filters_are_looked_up_as_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "{% load i18n %}{% translate '5 % of \\'them\\'' %}{% translate \"a|b 100%\" context \"share\" %}"
        "{% blocktranslate %}{{ x|upper }}: 7 %{% endblocktranslate %}"
    )
    expected = [("", "5 %% of 'them'", ""), ("share", "a|b 100%%", ""), ("", "%(x|upper)s: 7 %%", "")]
    assert [(m.context, m.text, m.plural) for m in messages_of_template(source, "x.html")] == expected
    assert sorted(looked_up_by(source, monkeypatch)) == sorted(expected)
