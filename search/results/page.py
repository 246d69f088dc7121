"""The results page: everything that a template or a format prints of one answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import Record, by_slug, records
from common.paging import Pages, page_count
from search.engines.base import Hit, SearchOutcome
from search.facets import FACET_KEYS
from search.filter_semantics import is_found_as_global
from search.query import ToolQuery
from search.query_execution import run_query
from search.results.chips import Chip, Offer, chips_of, offers_of
from search.results.continuing import mark_after, mark_of, place_to_go_on
from search.results.facets import FacetPanel, FacetValue, facet_panels, have_panel, switches
from search.results.no_results import NoResults, suggest_relaxations
from search.results.rows import ResultRow, result_row
from search.results.sorting import SortLink, sort_links
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from taxonomy.many import with_any_of


@dataclass(frozen=True)
class SearchResults:
    """A query with the engine's outcome and the public records of its hits, in the hits' order.

    ``place``: how many records of the list come before the first hit.
    """

    query: ToolQuery
    outcome: SearchOutcome
    hits: tuple[tuple[Hit, Record], ...]
    index: VocabularyIndex
    place: int = 0

    @cached_property
    def next_query(self) -> ToolQuery | None:
        """The page after this one, from where this one stops; None after the last one."""
        hits = self.outcome.hits
        so_far = self.place + len(hits)
        if not hits or so_far >= self.total:
            return None
        return self.query.next_page(str(mark_after(hits, so_far)))

    @property
    def total(self) -> int:
        return self.outcome.total

    @cached_property
    def rows(self) -> tuple[ResultRow, ...]:
        return tuple(result_row(record, hit, self.spoken) for hit, record in self.hits)

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Labels in any language of the terms that the text was read as, with the reader's own."""
        labels = {}
        for reading in self.outcome.read_as:
            term = self.index.term(reading.key, reading.value)
            if term is not None:
                labels.update(dict.fromkeys(term.labels.values(), term.label(self.query.language)))
        return labels

    @cached_property
    def facets(self) -> tuple[FacetPanel, ...]:
        return facet_panels(self.query, self.outcome.facets, self.index)


@dataclass(frozen=True)
class ResultsPage:
    """What the page of a list shows beside its answer. ``notices`` are whole sentences."""

    answer: SearchResults
    notices: tuple[str, ...]
    chips: tuple[Chip, ...]
    offers: tuple[Offer, ...]
    did_you_mean: tuple[str, str] | None
    have: FacetPanel
    sorts: tuple[SortLink, ...]
    pagination: Pages
    no_results: NoResults | None
    nearest: tuple[ResultRow, ...]
    summary: str

    @property
    def query(self) -> ToolQuery:
        return self.answer.query

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """What stays when only the text changes."""
        return [(name, value) for name, value in self.query.params() if name not in ("q", "page")]

    @cached_property
    def links(self) -> dict[str, str]:
        """The same list in other formats."""
        whole = self.query.at_page(1)
        formats = {"csv": "csv", "xlsx": "xlsx", "atom": "atom", "offline": "html-offline"}
        links = {name: whole.url(format=value) for name, value in formats.items()}
        return {**links, "json": self.query.url(format="json")}

    @property
    def switches(self) -> tuple[FacetValue, ...]:
        return switches(self.query)


def search_records(
    query: ToolQuery, *, limit: int | None = None, counts: bool = True, clamp: bool = True
) -> SearchResults:
    """Ask the engine and fetch the records. With ``clamp`` a page beyond the last one becomes the last.

    Raises ListChanged where the query goes on with a list that can't be continued any more.
    """
    index = vocabulary_index()
    facets = FACET_KEYS if counts else ()
    mark = mark_of(query.after) if query.after else None
    place = (query.page - 1) * query.per_page if mark is None else place_to_go_on(query, mark)
    outcome = run_query(query, facets=facets, offset=place, limit=limit)
    if clamp and outcome.total and not outcome.hits and query.page > 1 and limit is None:
        last = page_count(outcome.total, query.per_page)
        notice = _("There are only %(last)d pages; this is the last one.") % {"last": last}
        query = replace(query, page=last, ignored=(*query.ignored, notice))
        place = (last - 1) * query.per_page
        outcome = run_query(query, facets=facets)
    hits = tuple(
        (replace(hit, is_global=is_found_as_global(record, query, index)), record)
        for hit, record in with_records(outcome.hits)
    )
    return SearchResults(query, outcome, hits, index, place)


def with_records(hits: Iterable[Hit]) -> tuple[tuple[Hit, Record], ...]:
    """Each hit with its record as the public sees it; a hit that is public no longer is left out."""
    hits = tuple(hits)
    if not hits:
        return ()
    portions = with_any_of(Tool.objects.public(), "slug", [hit.slug for hit in hits])
    by_slugs = by_slug(record for portion in portions for record in records(portion, Level.PUBLIC))
    return tuple((hit, by_slugs[hit.slug]) for hit in hits if hit.slug in by_slugs)


def build_results_page(query: ToolQuery, notices: Iterable[str] = ()) -> ResultsPage:
    """The whole results page of a query."""
    answer = search_records(query)
    query, outcome, index = answer.query, answer.outcome, answer.index
    no_results = suggest_relaxations(query, outcome, index)
    nearest = with_records(no_results.nearest) if no_results else ()
    better = outcome.did_you_mean
    said = [*notices, *query.ignored]
    if outcome.is_fallback:
        said.append(_("The main search is resting; a simpler one answered. The ranking may differ a little."))
    return ResultsPage(
        answer=answer,
        notices=tuple(dict.fromkeys(said)),
        chips=chips_of(query, index),
        offers=offers_of(query, outcome, index),
        did_you_mean=(better, query.changed(text=better).url()) if better and better != query.text else None,
        have=have_panel(query, index),
        sorts=sort_links(query),
        pagination=Pages.of(query.page, outcome.total, query.per_page, lambda number: query.at_page(number).url()),
        no_results=no_results,
        nearest=tuple(result_row(record, hit) for hit, record in nearest),
        summary=query.summary(index),
    )
