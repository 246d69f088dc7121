"""Brings the signals together: words, names, meaning, terms, standing. A few weights, each for one reason.

Every signal is put on a scale that depends neither on the engine nor on the number of records, and the score is their
weighted sum.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul
from typing import Any, Final, NamedTuple

from search.ranking.company import company
from search.ranking.concepts import Concept
from search.ranking.home import at_home
from search.ranking.names import NameMatcher
from search.ranking.reading import Reading

PLACE_KEYS: Final = frozenset({"country", "region", "language"})
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
# What a record's likeness to the best is seen by: what it is, for whom, how and where.
_COMPANY_KEYS: Final = (
    "tool_type", "target_user", "technology", "exploitation", "pillar", "infrastructure", "region", "country",
    "language", "access",
)  # fmt: skip
# A name match below this is chance; above, the record is meant.
NAMED: Final = 0.55
# A place's tool that is open to the whole world serves there too, but isn't what was asked for.
_WORLDWIDE: Final = 0.3
# Of so many candidates, the best by words and meaning, the cards are read and all signals weighed.
MOST_PROMISING: Final = 150
# Records whose score is this far below the best don't answer the question; but a page of the nearest is always listed.
_NEAR_BEST: Final = 4.0
_FEWEST_MEMBERS: Final = 20
_MOST_MEMBERS: Final = 120
# Where no record is named and none reaches this score, nothing fits well, and only a few of the nearest are listed.
# Without an encoder there is no telling.
_WEAK: Final = 6.5
_NEAR_BEST_OF_WEAK: Final = 2.0
_MOST_OF_WEAK: Final = 10


class Signals(NamedTuple):
    """What speaks for a record; also the shape of the weights.

    record, profile, tagline: nearness in meaning, in deviations from the background (search.encoder.background).
    words: BM25 over the square root of the number of content words. name: 0 to 1, how surely it is named.
    place, term: concepts of the query that it carries, each by its confidence. home: 0 to 2, the reader's language.
    standing: 0 to 1, in use and confirmed; 0 for named records, for whoever names one wants it dead or alive.
    company: how like the best by all these it is classified, in deviations (search.ranking.company).
    """

    record: float = 0.0
    profile: float = 0.0
    tagline: float = 0.0
    words: float = 0.0
    name: float = 0.0
    place: float = 0.0
    term: float = 0.0
    home: float = 0.0
    standing: float = 0.0
    company: float = 0.0

    def weighted(self, weights: "Signals") -> float:
        return sum(map(mul, self, weights))


# benchmarks/relevance.py reports what a cross-validated choice of these gives.
WEIGHTS: Final = Signals(
    record=0.7,
    profile=0.4,
    tagline=0.8,
    words=0.35,
    name=6.0,
    place=1.8,
    term=1.0,
    home=1.0,
    standing=1.0,
    company=0.8,
)


@dataclass(slots=True)
class Candidate:
    """A record under consideration. cosines: space to cosine; a space where the record has no text is missing.

    read_card: gives its card, which may cost a look into the index. is_named: found by the letters of its name.
    """

    read_card: Callable[[], Mapping[str, Any]]
    lexical: float = 0.0
    cosines: dict[str, float] = field(default_factory=dict)
    is_named: bool = False

    @property
    def slug(self) -> str:
        return str(self.read_card()["slug"])


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and deviation of the query's cosines to the background passages, for each space."""

    values: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Ranked:
    slug: str
    score: float
    signals: Signals
    card: Mapping[str, Any]
    # The score without the company it is in: what the record itself says.
    own: float


def rank(
    reading: Reading,
    candidates: Iterable[Candidate],
    concepts: Sequence[Concept],
    background: Background | None,
    weights: Signals = WEIGHTS,
) -> list[Ranked]:
    """The promising candidates by score, best first."""
    length = math.sqrt(max(1, len(reading.words)))
    told = [(_told(candidate, length, background), candidate) for candidate in candidates]
    listed = [(signals, candidate.read_card()) for signals, candidate in promising(told, weights)]
    names = NameMatcher(reading, [card for _signals, card in listed])
    alone = []
    for signals, card in listed:
        whole = _with_card(signals, card, reading, names, concepts)
        alone.append((whole.weighted(weights), whole, card))
    alone.sort(key=lambda entry: (-entry[0], entry[2]["slug"]))
    near = company([card for _own, _signals, card in alone], [own for own, _signals, _card in alone], _COMPANY_KEYS)
    ranked = [
        Ranked(card["slug"], own + weights.company * value, signals._replace(company=value), card, own)
        for (own, signals, card), value in zip(alone, near, strict=True)
    ]
    ranked.sort(key=lambda found: (-found.score, found.slug))
    return ranked


def promising(
    told: Sequence[tuple[Signals, Candidate]], weights: Signals = WEIGHTS
) -> Sequence[tuple[Signals, Candidate]]:
    """Those worth a look at their cards: the best by words and meaning alone, and all that may be named."""
    if len(told) <= MOST_PROMISING:
        return told
    named = [entry for entry in told if entry[1].is_named]
    others = [entry for entry in told if not entry[1].is_named]
    return named + heapq.nlargest(MOST_PROMISING - len(named), others, key=lambda entry: entry[0].weighted(weights))


def _told(candidate: Candidate, length: float, background: Background | None) -> Signals:
    """What is known without the card: words and meaning. Where a record lacks a text, the mean of what it has."""
    words = candidate.lexical / length
    found: dict[str, float] = {}
    if background is not None:
        for space, cosine in candidate.cosines.items():
            mean, deviation = background.values.get(space, (0.0, 0.0))
            if deviation > 0:
                found[space.partition("_")[0]] = (cosine - mean) / deviation
    if not found:
        return Signals(words=words)
    usual = sum(found.values()) / len(found)
    return Signals(found.get("record", usual), found.get("profile", usual), found.get("tagline", usual), words)


def _with_card(
    signals: Signals, card: Mapping[str, Any], reading: Reading, names: NameMatcher, concepts: Sequence[Concept]
) -> Signals:
    named = max(0.0, names.match(card) - NAMED) / (1 - NAMED)
    place, term = _carried(card, concepts)
    return signals._replace(
        name=named,
        place=place,
        term=term,
        home=at_home(card, reading.language),
        standing=0.0 if named else card["standing"] / 100,
    )


def _carried(card: Mapping[str, Any], concepts: Sequence[Concept]) -> tuple[float, float]:
    """Confidence of the places and of the other terms that the record carries, the best of those read from one
    phrase."""
    found: dict[tuple[bool, int, int], float] = {}
    for concept in concepts:
        if concept.key in _RANKING_KEYS:
            span = (concept.key in PLACE_KEYS, concept.first, concept.last)
            gain = concept.confidence * carries(card, concept.key, concept.value)
            found[span] = max(found.get(span, 0.0), gain)
    places = sum(gain for (is_place, _first, _last), gain in found.items() if is_place)
    return places, sum(found.values()) - places


def carries(card: Mapping[str, Any], key: str, value: str) -> float:
    """1 if the record carries the value; a part for a place when it is open to the whole world."""
    if value in card["facets"].get(key, ()):
        return 1.0
    if key in {"country", "region"} and "global" in card["facets"].get("region", ()):
        return _WORLDWIDE
    return 0.0


def members(ranked: Sequence[Ranked], has_meaning: bool) -> list[Ranked]:
    """Those near enough to the best to count as answers; a handful where nothing fits."""
    if not ranked:
        return []
    if is_weak(ranked, has_meaning):
        floor = ranked[0].score - _NEAR_BEST_OF_WEAK
        return [found for found in ranked[:_MOST_OF_WEAK] if found.score >= floor]
    floor = ranked[0].score - _NEAR_BEST
    near = sum(found.score >= floor for found in ranked)
    return list(ranked[: max(_FEWEST_MEMBERS, min(near, _MOST_MEMBERS))])


def is_weak(ranked: Sequence[Ranked], has_meaning: bool) -> bool:
    """Nothing fits well: none is named, and the best is no better than what unrelated questions find."""
    if not ranked:
        return True
    is_named = any(found.signals.name > 0 for found in ranked[:3])
    return has_meaning and not is_named and max(found.own for found in ranked) < _WEAK
