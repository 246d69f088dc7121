"""What a survey asks, in the header lexicon's own words, so that its answers are recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from importers.columns import IMPORT_FIELDS
from importers.columns.words import CONSENT
from importers.wordlists import entries_of
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex

ASKED = (
    "name", "aka", "organisation", "organisation_type", "origin_country", "url", "summary", "tool_types", "pillars",
    "exploitation", "target_users", "technologies", "infrastructure", "countries", "languages", "status", "launched",
    "ended", "access", "licence", "source_repo", "handles_victim_data", "seeking", "partners", "sources", "notes",
)  # fmt: skip
NEEDED = ("name", "summary")


@dataclass(frozen=True, slots=True)
class Choice:
    """``slug`` as stored, ``labels`` {language: text}."""

    slug: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels.get("en") or self.slug


def languages() -> tuple[str, ...]:
    """Every language that the vocabularies have labels in."""
    return vocabulary_index().languages


def question(name: str, language: str) -> str:
    """The usual words for a field in the language, else in English."""
    words = _first_words("headers.tsv")
    text = words.get((name, language.split("-")[0])) or words.get((name, "en")) or name.replace("_", " ")
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
    found: dict[tuple[str, str], str] = {}
    for kind, language, words in entries_of(file):
        found.setdefault((kind, language), words)
    return found


@lru_cache(maxsize=1)
def _consent_words() -> dict[str, str]:
    """The longest wording is the clearest."""
    found: dict[str, str] = {}
    for kind, language, words in entries_of("answers.tsv"):
        if kind == CONSENT:
            found[language] = max(found.get(language, ""), words, key=len)
    return found


def choices(name: str, index: VocabularyIndex | None = None) -> list[Choice]:
    """The terms in use that a field may carry, in their order; group terms ("connectivity") left out."""
    index = index or vocabulary_index()
    field = IMPORT_FIELDS[name]
    if not field.has_terms:
        return []
    terms = index.terms(field.vocabulary)
    if field.vocabulary == "infrastructure":
        terms = tuple(term for term in terms if not index.children(field.vocabulary, term.slug))
    return [Choice(term.slug, term.labels) for term in terms]
