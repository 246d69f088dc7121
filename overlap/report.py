"""The report on an idea: the tools that overlap with it, with their shared parts and degree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils import translation

from catalogue.live_records import LiveRecords
from catalogue.records import Record
from common.rounding import significant
from overlap.idea_terms import IdeaTerm, read_terms
from overlap.name_mentions import NameMention, names_mentioned
from overlap.passages import LONGEST_IDEA
from overlap.search_hits import AlsoFound, also_found
from overlap.similarity import ANCHOR, SimilarityScores, records_in_order, similarity
from search.filter_semantics import matches
from search.query import ToolQuery

MOST_OVERLAPS = 12
NEAREST_READ = 5
MOST_WORDS_ABOUT_A_NAME = 12
# How like a record must be (``overlap.similarity``): "sure" in deviations, "total" only where something is surely like
# the idea.
SAME_SHARE_OF_BEST = 0.45
CLOSE_ALONE = 2.5
CLOSE_WITH_FEEDBACK = (0.9, 13.0)
CLOSE_SHARE_OF_BEST = 0.4
RELATED_ALONE = 1.8
RELATED_WITH_FEEDBACK = (0.0, 9.0)


class Degree(StrEnum):
    SAME = "same"
    CLOSE = "close"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Idea:
    """A described idea. ``filters``: only tools with these values are compared. It is never stored or logged."""

    text: str
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Without the text, so that no error report carries it."""
        return f"Idea({len(self.text)} characters, {self.language})"


@dataclass(frozen=True, slots=True)
class SharedPart:
    key: str
    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A record that overlaps with the idea. ``score`` 0 to 1 says how much, beside the others of this report."""

    record: Record
    degree: Degree
    score: float
    shared: tuple[SharedPart, ...]
    url: str

    @property
    def has_ended(self) -> bool:
        return self.record.status == "discontinued"

    @property
    def ended_because(self) -> str:
        return self.record.ended_because if self.has_ended else ""

    @property
    def is_open_source(self) -> bool:
        return self.record.access == "open-source" or bool(self.record.source_repo)


@dataclass(frozen=True, slots=True)
class OverlapReport:
    overlaps: tuple[Overlap, ...]
    reading: tuple[tuple[IdeaTerm, str], ...]
    has_meaning: bool
    perhaps: tuple[AlsoFound, ...] = ()
    passage: str = ""

    @property
    def in_use(self) -> tuple[Overlap, ...]:
        return tuple(overlap for overlap in self.overlaps if not overlap.has_ended)

    @property
    def ended(self) -> tuple[Overlap, ...]:
        return tuple(overlap for overlap in self.overlaps if overlap.has_ended)

    @property
    def adaptable(self) -> tuple[Overlap, ...]:
        return tuple(overlap for overlap in self.overlaps if overlap.is_open_source)


def find_overlap(idea: Idea, live: LiveRecords) -> OverlapReport:
    """Compare an idea with every public record. An empty text or registry gives an empty report."""
    text = idea.text.strip()[:LONGEST_IDEA]
    if not text or not live.records:
        return OverlapReport((), (), True)
    scores = similarity(text, idea.language, live)
    ranked = records_in_order(live, scores.total)
    nearest = [(record, max(float(scores.sure[at]), 0.0)) for record, at in ranked[:NEAREST_READ]]
    is_known_ground = float(scores.sure.max()) >= CLOSE_ALONE
    terms = read_terms(text, idea.language, idea.filters, nearest if is_known_ground else [], live.index)
    names = names_mentioned(text, live)
    query = ToolQuery.of(idea.filters, language=idea.language)
    with translation.override(idea.language):
        meant = _meant(text, names)
        overlaps = _overlaps(idea, live, scores, ranked, terms, is_known_ground, meant)
        known = {overlap.record.slug for overlap in overlaps}
        return OverlapReport(
            overlaps=overlaps,
            perhaps=also_found(scores.passage or text, names, query, live, known),
            passage=scores.passage if scores.passages > 1 else "",
            reading=tuple((term, live.index.label(term.key, term.slug, idea.language)) for term in terms),
            has_meaning=scores.has_meaning,
        )


def _overlaps(
    idea: Idea,
    live: LiveRecords,
    scores: SimilarityScores,
    ranked: list[tuple[Record, int]],
    terms: list[IdeaTerm],
    is_anchored: bool,
    meant: frozenset[str],
) -> tuple[Overlap, ...]:
    query = ToolQuery.of(idea.filters, language=idea.language)
    best = max(float(scores.total.max()), 1e-9)
    overlaps: list[Overlap] = []
    for record, at in sorted(ranked, key=lambda pair: pair[0].slug not in meant):
        if len(overlaps) == MOST_OVERLAPS:
            break
        is_meant = record.slug in meant
        degree = (
            Degree.SAME if is_meant else degree_of(float(scores.sure[at]), float(scores.total[at]), best, is_anchored)
        )
        if degree is None or not matches(record, query, live.index):
            continue
        overlaps.append(
            Overlap(
                record=record,
                degree=degree,
                score=1.0 if is_meant else float(np.clip(scores.total[at] / best, 0.0, 1.0)),
                shared=_shared(record, terms, live, idea.language),
                url=reverse("catalogue:tool", args=[record.slug]),
            )
        )
    return tuple(overlaps)


def _meant(text: str, names: list[NameMention]) -> frozenset[str]:
    """Tools that a short text is about: "something like Traffic Jam". A longer one may name a tool in passing."""
    if len(text.split()) > MOST_WORDS_ABOUT_A_NAME:
        return frozenset()
    return frozenset(naming.record.slug for naming in names if not naming.is_organisation)


def degree_of(sure: float, total: float, best: float, is_anchored: bool) -> Degree | None:
    """How much a record overlaps, in plain words; None if not.

    ``best``: the highest total of this idea. What is far behind it only shares a part, however unusual that part is.
    Feedback counts only where something fits well.
    """
    if sure >= ANCHOR and total >= SAME_SHARE_OF_BEST * best:
        return Degree.SAME
    is_close = sure >= CLOSE_ALONE or _is_near_with_feedback(sure, total, CLOSE_WITH_FEEDBACK, is_anchored)
    if is_close and total >= CLOSE_SHARE_OF_BEST * best:
        return Degree.CLOSE
    if sure >= RELATED_ALONE or _is_near_with_feedback(sure, total, RELATED_WITH_FEEDBACK, is_anchored):
        return Degree.RELATED
    return None


def _is_near_with_feedback(sure: float, total: float, least: tuple[float, float], is_anchored: bool) -> bool:
    return is_anchored and sure >= least[0] and total >= least[1]


def _shared(record: Record, terms: list[IdeaTerm], live: LiveRecords, language: str) -> tuple[SharedPart, ...]:
    return tuple(
        SharedPart(term.key, term.slug, live.index.label(term.key, term.slug, language))
        for term in terms
        if _has(record, term, live)
    )


def _has(record: Record, term: IdeaTerm, live: LiveRecords) -> bool:
    """Whether the record carries the term or a narrower one."""
    wanted = live.index.descendants(term.key, term.slug) or (term.slug,)
    return not set(wanted).isdisjoint(record.facet_values(term.key))


def report_as_dict(report: OverlapReport) -> dict[str, Any]:
    """A report becomes plain values in the shape of docs/reference/api.md, for the command and the API."""
    reading: dict[str, list[dict[str, str]]] = {}
    for term, label in report.reading:
        reading.setdefault(term.key, []).append({"value": term.slug, "label": label, "origin": str(term.origin)})
    return {
        "overlaps": [_overlap_as_dict(overlap) for overlap in report.overlaps],
        "perhaps_also": [
            {
                "slug": perhaps.record.slug,
                "name": perhaps.record.name,
                "reasons": [f"{reason.label}: {reason.text}" for reason in perhaps.reasons],
                "status": perhaps.record.status,
                "url": perhaps.url,
            }
            for perhaps in report.perhaps
        ],
        "passage": report.passage,
        "reading": reading,
    }


def _overlap_as_dict(overlap: Overlap) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "slug": overlap.record.slug,
        "name": overlap.record.name,
        "degree": str(overlap.degree),
        "score": significant(overlap.score, 4),
        "shared": [part.label for part in overlap.shared],
        "shared_terms": [{"key": part.key, "value": part.slug} for part in overlap.shared],
        "status": overlap.record.status,
        "open_source": overlap.is_open_source,
        "in_doubt": overlap.record.is_in_doubt,
        "organisation": overlap.record.organisation,
        "url": overlap.url,
    }
    if overlap.has_ended:
        entry["ended_because"] = overlap.ended_because
    return entry
