"""When little or nothing fits: what to drop, what comes nearest, and that this may be a gap in the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from search.engines.base import Hit, SearchOutcome
from search.facets import BY_KEY
from search.query import HAVE, ToolQuery
from search.query_execution import run_query
from taxonomy.index import VocabularyIndex

# With fewer hits than this on the whole, relaxations to more are offered.
FEW = 3
NEAREST = 5
MOST_RELAXATIONS = 6
_PLACES = frozenset({"country", "region"})


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The same question without one of its parts, and how many tools that would find."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class NoResults:
    """``nearest``: hits of the wider question. ``gap_url``: where the gap page shows this cell, or empty."""

    is_empty: bool
    relaxations: tuple[Relaxation, ...]
    nearest: tuple[Hit, ...]
    gap_url: str


def suggest_relaxations(query: ToolQuery, outcome: SearchOutcome, index: VocabularyIndex) -> NoResults | None:
    """What to say when an answer is thin; None when it isn't. Asks the engine once for each part of the question."""
    if (outcome.total >= FEW and not outcome.is_weak) or not query.is_narrowed:
        return None
    relaxations = []
    for label, wider in _widenings(query, index):
        relaxed = run_query(wider, facets=(), offset=0, limit=0)
        if relaxed.total > outcome.total:
            relaxations.append(Relaxation(label, relaxed.total, wider.url()))
    relaxations.sort(key=lambda relaxation: relaxation.count)
    return NoResults(
        is_empty=outcome.total == 0,
        relaxations=tuple(relaxations[:MOST_RELAXATIONS]),
        nearest=_nearest(query, outcome),
        # Words inside a filter that leaves tools say nothing of a gap: what is nearest there is so by our reading.
        gap_url="" if query.text and outcome.total and not outcome.is_weak else gap_url(query, outcome),
    )


def _widenings(query: ToolQuery, index: VocabularyIndex) -> list[tuple[str, ToolQuery]]:
    widenings: list[tuple[str, ToolQuery]] = []
    if query.text and (query.filters or query.have):
        widenings.append((_("the text “%(text)s”") % {"text": query.text}, query.changed(text="")))
    for key, values in query.filters:
        facet = BY_KEY[key]
        names = [index.label(facet.vocabulary, value, query.language) for value in values]
        label = _("%(facet)s: %(values)s") % {"facet": facet.label, "values": ", ".join(names)}
        if key == "region" and not query.includes_global:
            widenings.append((_("the choice to leave out worldwide tools"), query.changed(includes_global=True)))
        widenings.append((label, query.without(key)))
    if query.have:
        names = [index.label("infrastructure", value, query.language) for value in query.have]
        widenings.append((_("I have: %(values)s") % {"values": ", ".join(names)}, query.without(HAVE)))
    if not query.includes_doubtful:
        widenings.append((_("the choice to leave out records in doubt"), query.changed(includes_doubtful=True)))
    return widenings


def _nearest(query: ToolQuery, outcome: SearchOutcome) -> tuple[Hit, ...]:
    """Hits beyond the answer's own, of the first wider question that has any: the place that was asked for stays
    longest, the words go first."""
    known = {hit.slug for hit in outcome.hits}
    for wider in _nearer(query):
        outcome_of_wider = run_query(wider.changed(sort="relevance"), facets=(), offset=0, limit=NEAREST + len(known))
        hits = tuple(hit for hit in outcome_of_wider.hits if hit.slug not in known)[:NEAREST]
        if hits:
            return hits
    return ()


def _nearer(query: ToolQuery) -> Iterator[ToolQuery]:
    """Wider questions, the nearest to the query first."""
    places = {key: values for key, values in query.filters if key in _PLACES}
    if query.text and (query.filters or query.have):
        yield query.changed(text="")
        if places:
            # The words order what the place has; they leave nothing out.
            yield ToolQuery.of(places, text=query.text, language=query.language)
        yield ToolQuery(text=query.text, language=query.language)
    elif query.filters:
        if places and len(places) < len(query.filters):
            yield ToolQuery.of(places, language=query.language)
        yield query.without(query.filters[-1][0])
    elif query.have:
        yield query.without(HAVE)


def gap_url(query: ToolQuery, outcome: SearchOutcome) -> str:
    """The gap matrix of tool types by regions at the cell that was asked for, as far as the question names one."""
    types = query.values("tool_type") or _read(outcome, "tool_type")
    regions = query.values("region") or _read(outcome, "region")
    if not types and not regions:
        return ""
    try:
        path = reverse("gaps:index")
    except NoReverseMatch:
        return ""
    rest = ToolQuery(
        filters=tuple((key, values) for key, values in query.filters if key not in ("tool_type", "region", "status")),
        language=query.language,
    ).querystring(rows="tool_type", columns="region")
    anchor = f"#cell-{types[0]}-{regions[0]}" if types and regions else ""
    return f"{path}?{rest}{anchor}"


def _read(outcome: SearchOutcome, key: str) -> tuple[str, ...]:
    return tuple(reading.value for reading in outcome.read_as if reading.key == key)[:1]
