"""Pages in six languages hold no sentence of the interface in English, but where they say that it is English."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest
from django.conf import settings

from tests.browser.site import Site
from tests.translations import translations

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PAGES = [
    "", "about/", "method/", "privacy/", "accessibility/", "quiet/", "nowhere/",
    "tools/", "tools/?q=hotlin+naional", "tools/?q=zzzz&region=africa&x=1", "tools/primero/", "tools/primero/history/",
    "tools/primero/correct/", "suggest/", "find/", "find/?step=result&have=basic-phone", "shortlist/?tool=primero",
    "compare/?tool=primero&tool=cpims", "organisations/", "organisations/polaris/", "vocabularies/",
    "vocabularies/tool_type/", "gaps/", "gaps/method/", "gaps/snapshots/", "gaps/changes/", "gaps/embed/", "plan/",
    "account/sign-in/", "account/password/link/", "account/sign-out/",
]  # fmt: skip
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-said", "data-over")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Shorter ones are names and abbreviations as often as words: "Form", "PDF", "Status".
SHORTEST = 12


class _Reader(HTMLParser):
    """Collects each text with the language that the page says it is in."""

    def __init__(self) -> None:
        super().__init__()
        self._languages: list[tuple[str, str]] = [("", "")]
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._languages[-1][1]
        self.texts += [(language, given[name] or "") for name in SPOKEN_ATTRIBUTES if name in given]
        if tag == "meta" and given.get("name") == "description":
            self.texts.append((language, given.get("content") or ""))
        if tag not in VOID:
            self._languages.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self._languages) > 1:
            if self._languages.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._languages[-1][0] not in ("script", "style"):
            self.texts.append((self._languages[-1][1], data))


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("%%", "%").split()).strip(" .:,;–·")


def english_sentences(language: str) -> set[str]:
    """What the interface says in English and says otherwise in this language; the constant part of what has values."""
    sentences = set()
    for entry in translations(language):
        translated = words(" ".join(entry.forms))
        for text in entry.english:
            parts = {words(part) for part in re.split(r"%\([^)]*\)[sd]|<[^>]+>", text)}
            sentences |= {part for part in parts if len(part) >= SHORTEST and part not in translated}
    return sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_interface_is_left_in_english(site: Site, language: str) -> None:
    sentences = english_sentences(language)
    left = []
    for page in PAGES:
        reader = _Reader()
        reader.feed(fetched(f"{site.url}/{language}/{page}"))
        for said_language, text in reader.texts:
            for piece in (words(part) for part in re.split(r"\|", text)):
                if said_language == language and (piece in sentences or words(piece.split(" · ")[0]) in sentences):
                    left.append(f"/{language}/{page}: {piece}")
    assert left == []


def fetched(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=600) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
