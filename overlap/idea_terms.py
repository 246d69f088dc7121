"""What an idea was read as: the terms that it names, those that were chosen, and those that its nearest tools share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.records import Record
from taxonomy.index import VocabularyIndex
from taxonomy.term_extraction import extract_terms

# What an idea can be read as. Whether a tool exists already or what it costs is not part of an idea.
READ_KEYS = (
    "tool_type",
    "target_user",
    "exploitation",
    "technology",
    "infrastructure",
    "region",
    "country",
    "language",
)
INFERRED_KEYS = ("tool_type", "target_user", "exploitation", "technology")
SAYS_NOTHING = frozenset({"all-forms", "global"})
# A term that the nearest tools carry, weighed by how near they are, in at least this part of them.
AGREEMENT = 0.6


class TermOrigin(StrEnum):
    CHOSEN = "chosen"
    NAMED = "named"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class IdeaTerm:
    key: str
    slug: str
    origin: TermOrigin


def read_terms(
    idea: str,
    language: str,
    chosen: Mapping[str, tuple[str, ...]],
    nearest: list[tuple[Record, float]],
    index: VocabularyIndex,
) -> list[IdeaTerm]:
    """The terms, each once, the surest origin first. ``nearest``: records with how like the idea they are."""
    terms: dict[tuple[str, str], IdeaTerm] = {}

    def keep(key: str, slug: str, origin: TermOrigin) -> None:
        if slug not in SAYS_NOTHING or origin is TermOrigin.CHOSEN:
            terms.setdefault((key, slug), IdeaTerm(key, slug, origin))

    for key, slugs in chosen.items():
        for slug in slugs:
            keep(key, slug, TermOrigin.CHOSEN)
    for phrase in extract_terms(idea, READ_KEYS, language):
        keep(phrase.vocabulary, index.resolve_slug(phrase.vocabulary, phrase.slug) or phrase.slug, TermOrigin.NAMED)
    for key in INFERRED_KEYS:
        for slug in _agreed(key, nearest):
            keep(key, slug, TermOrigin.INFERRED)
    return list(terms.values())


def _agreed(key: str, nearest: list[tuple[Record, float]]) -> list[str]:
    weights: dict[str, float] = defaultdict(float)
    for record, weight in nearest:
        for slug in record.facet_values(key):
            weights[slug] += weight
    total = sum(weight for _record, weight in nearest)
    agreed = [(weight, slug) for slug, weight in weights.items() if total and weight / total >= AGREEMENT]
    return [slug for _weight, slug in sorted(agreed, key=lambda pair: (-pair[0], pair[1]))]
