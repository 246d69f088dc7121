"""How a survey words its questions and plain answers, in the lexicon's own words, so that they are recognised again."""

from __future__ import annotations

from functools import lru_cache

from importers.lexicon.fields import CONSENT
from importers.lexicon.wordlists import entries_of
from text.active_language import base_language


def field_question(name: str, language: str) -> str:
    """The usual words for a field in the language, else in English."""
    words = _first_words("headers.tsv")
    text = words.get((name, base_language(language))) or words.get((name, "en")) or name.replace("_", " ")
    return text[0].upper() + text[1:]


def consent_question(language: str) -> str:
    words = _consent_words()
    text = words.get(language) or words["en"]
    return text[0].upper() + text[1:]


def yes_and_no(language: str) -> tuple[str, str]:
    words = _first_words("answers.tsv")
    return words.get(("yes", language), "yes").capitalize(), words.get(("no", language), "no").capitalize()


@lru_cache(maxsize=2)
def _first_words(file: str) -> dict[tuple[str, str], str]:
    wordings: dict[tuple[str, str], str] = {}
    for kind, language, words in entries_of(file):
        wordings.setdefault((kind, language), words)
    return wordings


@lru_cache(maxsize=1)
def _consent_words() -> dict[str, str]:
    """The longest wording is the clearest."""
    wordings: dict[str, str] = {}
    for kind, language, words in entries_of("answers.tsv"):
        if kind == CONSENT:
            wordings[language] = max(wordings.get(language, ""), words, key=len)
    return wordings
