"""The page of one facet: all of its values, for the query at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.facets import BY_KEY
from search.query import HAVE, ToolQuery
from search.query_execution import run_query
from search.results.chips import Chip, chips_of
from search.results.facets import FacetPanel, facet_panel, have_panel, values_address
from taxonomy.current import vocabulary_index


@dataclass(frozen=True)
class FacetPage:
    """What the page prints. ``total``: the tools that the query finds as it is; ``list_url`` leads back to them.

    ``is_fallback``: an engine counted that stands in for another.
    """

    panel: FacetPanel
    total: int
    summary: str
    chips: tuple[Chip, ...]
    notices: tuple[str, ...]
    list_url: str
    is_fallback: bool = False


def build_facet_page(key: str, query: ToolQuery, notices: Iterable[str] = ()) -> FacetPage | None:
    """Count one facet and nothing else; None where there is no such facet."""
    if key != HAVE and key not in BY_KEY:
        return None
    index = vocabulary_index()
    first = query.changed()
    outcome = run_query(first, facets=() if key == HAVE else (key,), limit=0)
    panel = have_panel(first, index) if key == HAVE else facet_panel(key, first, outcome.facets.get(key, {}), index)
    return FacetPage(
        panel=panel,
        total=outcome.total,
        summary=first.summary(index),
        chips=chips_of(first, index),
        notices=tuple(dict.fromkeys([*notices, *query.ignored])),
        list_url=first.url(),
        is_fallback=outcome.is_fallback,
    )


def facet_addresses(query: ToolQuery) -> list[tuple[str, str]]:
    """Return label and address of every facet's page, for who asked for one that isn't there."""
    return [(str(facet.label), values_address(key, query)) for key, facet in BY_KEY.items()]
