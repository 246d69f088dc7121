"""From a reader's query to an engine's request, and back to an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from search.engines.base import SearchOutcome, SearchRequest, Sort
from search.facets import IN_DOUBT, KEYS, REGION_OPEN
from search.fit import fit_filters

if TYPE_CHECKING:
    from search.query import ToolQuery

Ask = Callable[[SearchRequest], SearchOutcome]
REGION = "region"


def request_of(
    query: ToolQuery, *, facets: tuple[str, ...] = KEYS, offset: int | None = None, limit: int | None = None
) -> SearchRequest:
    """The request that answers a query; by default for its own page, with every facet counted.

    While worldwide tools are included, regions are asked for by `region_open`, which those tools carry whole: a region
    then finds them, and its count says how many tools choosing it would find. `outcome_of` names the counts back.
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


def outcome_of(
    query: ToolQuery,
    ask: Ask,
    *,
    facets: tuple[str, ...] = KEYS,
    offset: int | None = None,
    limit: int | None = None,
) -> SearchOutcome:
    """The engine's answer to a query, its facets under the table's keys."""
    outcome = ask(request_of(query, facets=facets, offset=offset, limit=limit))
    if REGION_OPEN not in outcome.facets:
        return outcome
    named = {REGION if key == REGION_OPEN else key: counts for key, counts in outcome.facets.items()}
    return replace(outcome, facets=named)
