"""Brings the signals together: words, names, meaning, terms, standing. A few weights, each for one reason.

Every signal is put on a scale that depends neither on the engine nor on the number of records:
- meaning: cosines against a fixed background (how much nearer than to any other subject of the field, in deviations);
- words: BM25 a content word;
- names: 0 to 1;
- terms: the query's concepts that the record carries; home: it speaks the reader's language, is used where it is spoken;
- standing: 0 to 1.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from babel.core import get_global

from search.ranking.concepts import Concept
from search.ranking.names import name_match
from search.ranking.reading import Reading

PLACE_KEYS: Final = frozenset({"country", "region", "language"})


@dataclass(frozen=True, slots=True)
class Weights:
    record: float = 1.0
    profile: float = 0.5
    tagline: float = 0.8
    words: float = 0.3
    name: float = 6.0
    place: float = 1.5
    term: float = 0.8
    home: float = 0.6
    standing: float = 1.2


WEIGHTS: Final = Weights()
_OFFICIAL: Final = frozenset({"official", "de_facto_official"})
_SPOKEN_BY_PERCENT: Final = 20
# Words about a record's status, evidence or data filter better than they rank; the pillars say too little.
_RANKING_KEYS: Final = PLACE_KEYS | {
    "tool_type",
    "exploitation",
    "target_user",
    "technology",
    "infrastructure",
    "access",
    "organisation_type",
    "seeking",
}
# A name match below this is chance; above, the record is meant.
NAMED: Final = 0.55
# Records whose score is this far below the best don't answer the question.
_NEAR_BEST: Final = 4.0
_WEAK: Final = 2.0
_MOST_MEMBERS: Final = 120


@dataclass(slots=True)
class Candidate:
    """A record under consideration. cosines: space to cosine; a space where the record has no text is missing."""

    slug: str
    card: Mapping[str, Any]
    lexical: float = 0.0
    cosines: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and deviation of the query's cosines to the background passages, for each space."""

    values: Mapping[str, tuple[float, float]]

    def deviations(self, space: str, cosine: float) -> float:
        mean, deviation = self.values[space]
        return (cosine - mean) / deviation if deviation > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    slug: str
    score: float
    name: float
    meaning: float
    card: Mapping[str, Any]


def rank(
    reading: Reading,
    candidates: Iterable[Candidate],
    concepts: Sequence[Concept],
    background: Background | None,
    weights: Weights = WEIGHTS,
) -> list[Ranked]:
    """Candidates by score, best first."""
    length = math.sqrt(max(1, len(reading.words)))
    ranked = []
    for candidate in candidates:
        name = name_match(reading, dict(candidate.card))
        meaning = _meaning(candidate, background, weights)
        score = meaning + weights.words * candidate.lexical / length
        score += weights.name * max(0.0, name - NAMED) / (1 - NAMED)
        score += _carried(candidate.card, concepts, weights) + weights.home * _at_home(candidate.card, reading.language)
        if name < NAMED:
            score += weights.standing * candidate.card["standing"] / 100
        ranked.append(Ranked(candidate.slug, score, name, meaning, candidate.card))
    ranked.sort(key=lambda found: (-found.score, found.slug))
    return ranked


def _meaning(candidate: Candidate, background: Background | None, weights: Weights) -> float:
    """The weighted mean of the deviations, times the weights' sum: a missing text neither helps nor harms."""
    if background is None:
        return 0.0
    pairs = [
        (background.deviations(space, cosine), getattr(weights, space.partition("_")[0]))
        for space, cosine in candidate.cosines.items()
        if space in background.values
    ]
    total = sum(weight for _value, weight in pairs)
    mean = sum(value * weight for value, weight in pairs) / total if total else 0.0
    return float(mean * (weights.record + weights.profile + weights.tagline))


def _carried(card: Mapping[str, Any], concepts: Sequence[Concept], weights: Weights) -> float:
    score = 0.0
    spans: dict[tuple[int, int], float] = {}
    for concept in concepts:
        if concept.key not in _RANKING_KEYS:
            continue
        weight = weights.place if concept.key in PLACE_KEYS else weights.term
        gain = weight * concept.confidence * carries(card, concept.key, concept.value)
        span = (concept.first, concept.last)
        spans[span] = max(spans.get(span, 0.0), gain)
    return score + sum(spans.values())


def _at_home(card: Mapping[str, Any], language: str) -> float:
    """0 to 2: it speaks the reader's language, and it is used where that language is spoken. English tells nothing."""
    if language == "en":
        return 0.0
    facets = card["facets"]
    speaks = language in facets.get("language", ())
    return float(speaks) + float(not countries_speaking(language).isdisjoint(facets.get("country", ())))


@lru_cache(maxsize=256)
def countries_speaking(language: str) -> frozenset[str]:
    """Countries where the language is official and more than a fifth of the people speak it (CLDR), lower case."""
    return frozenset(
        country.lower()
        for country, spoken in get_global("territory_languages").items()
        if spoken.get(language, {}).get("official_status") in _OFFICIAL
        and spoken[language]["population_percent"] > _SPOKEN_BY_PERCENT
    )


def carries(card: Mapping[str, Any], key: str, value: str) -> float:
    """1 if the record carries the value; a part for a place when it is open to the whole world."""
    values = card["facets"].get(key, ())
    if value in values:
        return 1.0
    if key in {"country", "region"} and "global" in card["facets"].get("region", ()):
        return 0.3
    return 0.0


def members(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Those near enough to the best to count as answers."""
    if not ranked:
        return []
    floor = ranked[0].score - _NEAR_BEST
    return [found for found in ranked if found.score >= floor][:_MOST_MEMBERS]


def is_weak(ranked: Sequence[Ranked], has_meaning: bool) -> bool:
    """Nothing fits well: no name, and the nearest by meaning is no nearer than chance would have it."""
    if not ranked:
        return True
    best = ranked[0]
    return best.name < NAMED and has_meaning and max(found.meaning for found in ranked) < _WEAK
