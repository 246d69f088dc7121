"""Brings the signals together: words, names, meaning, terms, quality. A few weights, each for one reason.

Every signal is put on a scale that depends neither on the engine nor on the number of records, and the score is their
weighted sum.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.compatibility import ALTERNATIVES, CONDITIONS
from search.encoder.background import Background
from search.facets import BY_KEY
from search.ranking.candidate_columns import CandidateColumns, Flags, Floats
from search.ranking.concepts import Concept
from search.ranking.locale_affinity import locale_affinity
from search.ranking.names import NameMatcher
from search.ranking.query_parser import ParsedText
from search.ranking.relevance_feedback import relevance_feedback

PLACE_KEYS: Final = frozenset({"country", "region", "language"})
# What speaks against needs of other facets.
_AGAINST: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("access", "free"): frozenset({"commercial"}),
    ("victim_data", "no"): frozenset({"yes"}),
}
# What a record's likeness to the best is seen by: what it is, for whom, how and where.
_FEEDBACK_KEYS: Final = (
    "tool_type", "target_user", "technology", "exploitation", "pillar", "infrastructure", "region", "country",
    "language", "access",
)  # fmt: skip
# A name match below this is chance; above, the record is meant.
NAMED: Final = 0.55
# A place's tool that is open to the whole world serves there too, but isn't what was asked for.
_WORLDWIDE: Final = 0.3
# Of so many candidates, the best by words and meaning, the columns are read and all signals weighed.
MOST_SHORTLISTED: Final = 150
# Records whose score is this far below the best don't answer the question; but a page of the nearest is always listed.
_NEAR_BEST: Final = 4.0
_FEWEST_IN_ANSWER: Final = 20
_MOST_IN_ANSWER: Final = 120
# Where no record is named and none reaches this score, nothing fits well, and only the nearest are listed. It can't be
# told without an encoder, nor for a language without taglines, in which the best of fitting records reach no more.
_WEAK: Final = 6.5
_MOST_OF_WEAK: Final = 10


class Signals(NamedTuple):
    """What speaks for a record; also the shape of the weights.

    record, profile, tagline: nearness in meaning, in deviations from the background (search.encoder.background).
    words: BM25 over the square root of the number of content words. name: 0 to 1, how surely it is named.
    place, term: concepts of the query that it carries, each by its confidence. locale: 0 to 2, the reader's language.
    quality_prior: 0 to 1, in use and confirmed; 0 for named records, for whoever names one wants it dead or alive.
    need: for each need that the query states, 1 if the record meets it and -1 if it asks for more; -1 for each thing
    that the query denies and the record carries.
    feedback: how like the best by all these it is classified, in deviations (search.ranking.relevance_feedback).
    """

    record: float = 0.0
    profile: float = 0.0
    tagline: float = 0.0
    words: float = 0.0
    name: float = 0.0
    place: float = 0.0
    term: float = 0.0
    locale: float = 0.0
    quality_prior: float = 0.0
    need: float = 0.0
    feedback: float = 0.0


# benchmarks/relevance.py reports what a cross-validated choice of these gives.
WEIGHTS: Final = Signals(
    record=0.7,
    profile=0.4,
    tagline=0.8,
    words=0.35,
    name=6.0,
    place=1.8,
    term=1.0,
    locale=1.0,
    quality_prior=1.0,
    need=3.0,
    feedback=0.8,
)


_PLACE: Final = {name: place for place, name in enumerate(Signals._fields)}
_MEANINGS: Final = ("record", "profile", "tagline")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Records under consideration, in columns of one length.

    lexical: BM25. cosines: space to cosines, not a number where a record has no text in that space. is_named: found by
    the letters of its name. read: gives the columns at some places, which may cost a look into the index.
    """

    read: Callable[[NDArray[np.int64]], CandidateColumns]
    lexical: Floats
    is_named: Flags
    cosines: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lexical)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Records by score, best first, in columns. signals: a row of `Signals` for each.

    own: the score without feedback: what the record itself says.
    """

    columns: CandidateColumns
    scores: Floats
    signals: NDArray[np.float64]
    own: Floats

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def slugs(self) -> list[str]:
        return [head.slug for head in self.columns.heads]

    def first(self, count: int) -> "Ranking":
        chosen = np.arange(min(count, len(self)))
        return Ranking(self.columns.take(chosen), self.scores[chosen], self.signals[chosen], self.own[chosen])


def rank(
    reading: ParsedText,
    candidates: Candidates,
    concepts: Sequence[Concept],
    background: Background | None,
    weights: Signals = WEIGHTS,
) -> Ranking:
    """The promising candidates by score, best first; equal ones by address."""
    signals = _retrieval_signals(candidates, math.sqrt(max(1, len(reading.words))), background)
    chosen = shortlist(signals @ np.array(weights), candidates.is_named)
    columns = candidates.read(chosen)
    slugs = [head.slug for head in columns.heads]
    by_slug = np.array(sorted(range(len(slugs)), key=slugs.__getitem__), dtype=np.int64)
    columns, signals = columns.take(by_slug), signals[chosen][by_slug]
    _add_record_signals(signals, columns, reading, concepts)
    own = signals @ np.array(weights)
    signals[:, _PLACE["feedback"]] = relevance_feedback(columns, own, _FEEDBACK_KEYS)
    scores = own + weights.feedback * signals[:, _PLACE["feedback"]]
    order = np.argsort(-scores, kind="stable")
    return Ranking(columns.take(order), scores[order], signals[order], own[order])


def shortlist(scores: Floats, is_named: Flags) -> NDArray[np.int64]:
    """Places of those worth a look at their columns: the best by words and meaning alone, and all that may be named."""
    if len(scores) <= MOST_SHORTLISTED:
        return np.arange(len(scores))
    named, others = np.flatnonzero(is_named), np.flatnonzero(~is_named)
    best = others[np.argsort(-scores[others], kind="stable")]
    return np.concatenate([named, best[: MOST_SHORTLISTED - len(named)]])


def _retrieval_signals(candidates: Candidates, length: float, background: Background | None) -> NDArray[np.float64]:
    """Signals known without the columns: words and meaning. Where a record lacks a text, the mean of what it has."""
    signals = np.zeros((len(candidates), len(Signals._fields)))
    signals[:, _PLACE["words"]] = candidates.lexical / length
    meanings = np.full((len(candidates), len(_MEANINGS)), np.nan)
    for space, cosines in candidates.cosines.items():
        mean, deviation = background.values.get(space, (0.0, 0.0)) if background is not None else (0.0, 0.0)
        if deviation > 0:
            meanings[:, _MEANINGS.index(space.partition("_")[0])] = (cosines - mean) / deviation
    is_known = ~np.isnan(meanings)
    usual = np.where(is_known, meanings, 0.0).sum(axis=1) / np.maximum(is_known.sum(axis=1), 1)
    signals[:, [_PLACE[name] for name in _MEANINGS]] = np.where(is_known, meanings, usual[:, None])
    return signals


def _add_record_signals(
    signals: NDArray[np.float64], columns: CandidateColumns, reading: ParsedText, concepts: Sequence[Concept]
) -> None:
    names = NameMatcher(reading, columns.heads)
    matched = np.array([names.match(head) for head in columns.heads], dtype=np.float64)
    named = np.maximum(0.0, matched - NAMED) / (1 - NAMED)
    signals[:, _PLACE["name"]] = named
    signals[:, _PLACE["place"]], signals[:, _PLACE["term"]] = _carried(columns, concepts)
    signals[:, _PLACE["need"]] = _needs(columns, concepts)
    signals[:, _PLACE["locale"]] = locale_affinity(columns, reading.language)
    signals[:, _PLACE["quality_prior"]] = np.where(named > 0, 0.0, columns.quality_prior / 100)


def _carried(columns: CandidateColumns, concepts: Sequence[Concept]) -> tuple[Floats, Floats]:
    """Confidence of the places and of the other terms that each record carries, the best of those read from one
    phrase."""
    gains: dict[tuple[bool, int, int], Floats] = {}
    for concept in concepts:
        if not BY_KEY[concept.key].is_vague and not concept.is_denied:
            span = (concept.key in PLACE_KEYS, concept.first, concept.last)
            gain = concept.confidence * _carries(columns, concept)
            gains[span] = np.maximum(gains[span], gain) if span in gains else gain
    places, terms = np.zeros(len(columns)), np.zeros(len(columns))
    for (is_place, _first, _last), gain in gains.items():
        if is_place:
            places += gain
        else:
            terms += gain
    return places, terms


def _carries(columns: CandidateColumns, concept: Concept) -> Floats:
    """1 for a record that carries the value; a part for a place when it is open to the whole world."""
    carries = columns.carrying(concept.key, concept.values).astype(np.float64)
    if concept.key in {"country", "region"}:
        carries = np.maximum(carries, _WORLDWIDE * columns.carrying("region", ("global",)))
    return carries


def _needs(columns: CandidateColumns, concepts: Sequence[Concept]) -> Floats:
    """How far each record meets what the query needs and keeps clear of what it denies."""
    fit = np.zeros(len(columns))
    for concept in concepts:
        if concept.is_denied:
            fit -= concept.confidence * columns.carrying(concept.key, (concept.value,))
        elif concept.is_need:
            meets = columns.carrying(concept.key, concept.values)
            others = columns.carrying(concept.key, _others(concept))
            if concept.value == "works-offline":
                # Whoever calls from a basic phone needs no internet, unless the record says so.
                meets |= columns.carrying("infrastructure", ("feature-phone", "no-device")) & ~others
            asks_for_more = others & ~meets
            fit += concept.confidence * (meets.astype(np.float64) - asks_for_more)
    return fit


def _others(concept: Concept) -> frozenset[str]:
    """The values that stand against those of a need: the rest of its group, or of its facet."""
    for alternatives in (*ALTERNATIVES.values(), *CONDITIONS.values()):
        if concept.key == "infrastructure" and concept.value in alternatives:
            return frozenset(alternatives) - {*concept.values}
    return _AGAINST.get((concept.key, concept.value), frozenset())


def answer_set(ranking: Ranking, can_tell: bool) -> Ranking:
    """Those near enough to the best to count as answers; the nearest where nothing fits."""
    if not len(ranking):
        return ranking
    lead = ranking.scores[0] - ranking.scores
    if is_weak(ranking, can_tell):
        return ranking.first(_MOST_OF_WEAK)
    return ranking.first(max(_FEWEST_IN_ANSWER, min(int((lead <= _NEAR_BEST).sum()), _MOST_IN_ANSWER)))


def is_weak(ranking: Ranking, can_tell: bool) -> bool:
    """Nothing fits well: none is named, and the best is no better than what unrelated questions find."""
    if not len(ranking):
        return True
    is_named = bool((ranking.signals[:3, _PLACE["name"]] > 0).any())
    return can_tell and not is_named and float(ranking.own.max()) < _WEAK
