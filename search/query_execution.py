"""Runs queries on this site's engine: to a request of the engine, and back, without what was taken out since the index
was written."""

from __future__ import annotations

from dataclasses import replace

from search.compatibility import fit_filters
from search.configured import get_engine
from search.engines.base import SearchOutcome, SearchRequest, Sort, Suggestion
from search.facets import FACET_KEYS, IN_DOUBT, REGION_OPEN
from search.leaving_out import hidden, shown
from search.query import ToolQuery

REGION = "region"


def to_engine_request(
    query: ToolQuery, *, facets: tuple[str, ...] = FACET_KEYS, offset: int | None = None, limit: int | None = None
) -> SearchRequest:
    """The request that answers a query; by default for its own page, with every facet counted.

    While worldwide tools are included, regions are asked for by `region_open`, which those tools carry whole: a region
    then finds them, and its count says how many tools choosing it would find. `run_query` names the counts back.
    """
    required = {key: frozenset(values) for key, values in query.filters}
    excluded: dict[str, frozenset[str]] = {}
    if query.have:
        fit = fit_filters(query.have)
        required.update(fit.required)
        if fit.excluded:
            excluded["infrastructure"] = fit.excluded
    if not query.includes_doubtful:
        excluded[IN_DOUBT] = frozenset({"yes"})
    if query.includes_global:
        if REGION in required:
            required[REGION_OPEN] = required.pop(REGION)
        facets = tuple(REGION_OPEN if key == REGION else key for key in facets)
    return SearchRequest(
        text=query.text,
        language=query.language,
        filters=required,
        without=excluded,
        facets=facets,
        sort=Sort(query.sort),
        offset=(query.page - 1) * query.per_page if offset is None else offset,
        limit=query.per_page if limit is None else limit,
        includes_global=False,
    )


def run_query(
    query: ToolQuery, *, facets: tuple[str, ...] = FACET_KEYS, offset: int | None = None, limit: int | None = None
) -> SearchOutcome:
    """The engine's answer to a query, its facets under the table's keys: public records only, whatever the index still
    holds."""
    request = to_engine_request(query, facets=facets, offset=offset, limit=limit)
    outcome = get_engine().search(replace(request, hidden=hidden()))
    if REGION_OPEN not in outcome.facets:
        return outcome
    named = {REGION if key == REGION_OPEN else key: counts for key, counts in outcome.facets.items()}
    return replace(outcome, facets=named)


def suggest(prefix: str, language: str, limit: int = 8) -> list[Suggestion]:
    """Complete what is being typed, with names that are public now."""
    return shown(get_engine().suggest(prefix, language, limit))
