"""Facets as plain data: every value with its count and the address that turns it on or off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.addresses import address_of
from search.compatibility import GROUPS
from search.facets import BY_KEY, FACETS, Facet, ValueOrder
from search.query import HAVE, ToolQuery
from search.results.toggling import Toggles
from taxonomy.index import IndexedTerm, VocabularyIndex

# So many values are listed at once; the others unfold.
SHOWN_AT_ONCE = 10
# Behind this facet stands what a reader has.
BEFORE_HAVE = "target_user"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that the list can be narrowed by. ``depth``: 0 at the top of a tree. ``count`` None: not counted."""

    value: str
    label: str
    count: int | None
    selected: bool
    url: str
    depth: int = 0
    children: tuple[FacetValue, ...] = ()

    def flat(self) -> Iterable[FacetValue]:
        yield self
        for child in self.children:
            yield from child.flat()

    def as_dict(self) -> dict[str, object]:
        return {
            "value": self.value,
            "label": self.label,
            "count": self.count,
            "selected": self.selected,
            "url": self.url,
            "depth": self.depth,
        }


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """One facet of the page. ``values`` are trees; ``more`` those that a long list unfolds.

    ``page_url`` leads to the values of a closed facet, which aren't worked out for the page.
    """

    key: str
    label: str
    help: str
    is_open: bool
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()
    page_url: str = ""

    def flat(self) -> list[FacetValue]:
        return [value for top in (*self.values, *self.more) for value in top.flat()]

    @property
    def chosen(self) -> list[FacetValue]:
        return [value for value in self.flat() if value.selected]

    def as_dict(self) -> dict[str, object]:
        return {"key": self.key, "label": self.label, "values": [value.as_dict() for value in self.flat()]}


def facet_panels(
    query: ToolQuery, counts: Mapping[str, Mapping[str, int]], index: VocabularyIndex
) -> tuple[FacetPanel, ...]:
    """All facets of the table that have something to show, in its order, with all of their values."""
    toggles = Toggles(query)
    panels = (_Branches(facet, query, toggles, counts.get(facet.key, {}), index).panel() for facet in FACETS)
    return tuple(panel for panel in panels if panel.values)


def facet_panel(key: str, query: ToolQuery, counts: Mapping[str, int], index: VocabularyIndex) -> FacetPanel:
    """One facet with all of its values, also where there are none."""
    return _Branches(BY_KEY[key], query, Toggles(query), counts, index).panel()


def page_panels(
    query: ToolQuery, counts: Mapping[str, Mapping[str, int]], index: VocabularyIndex
) -> Iterator[FacetPanel]:
    """The panels of the page of a list: open facets with their values, of closed ones the head alone.

    What a reader has stands behind the users.
    """
    toggles = Toggles(query)
    for facet in FACETS:
        counted = counts.get(facet.key, {})
        if _is_open(facet, query):
            panel = _Branches(facet, query, toggles, counted, index).panel()
            if panel.values:
                yield panel
        elif any(number and _is_listed(facet, value, index) for value, number in counted.items()):
            yield _closed(facet.key, str(facet.label), query)
        if facet.key == BEFORE_HAVE:
            yield have_panel(query, index) if query.have else _closed(HAVE, _("What you have"), query)


def values_address(key: str, query: ToolQuery) -> str:
    """The page that lists all values of a facet for a query."""
    path = address_of("search:facet", key, language=query.language)
    parameters = query.changed().querystring()
    return f"{path}?{parameters}" if parameters else path


def _is_open(facet: Facet, query: ToolQuery) -> bool:
    return facet.is_prominent or bool(query.values(facet.key))


def _is_listed(facet: Facet, value: str, index: VocabularyIndex) -> bool:
    """Whether a value has a line of its own: terms in use, and retired ones that stood at the top."""
    term = index.term(facet.vocabulary, value)
    return term is not None and not (term.is_retired and term.parent)


def _closed(key: str, label: str, query: ToolQuery) -> FacetPanel:
    return FacetPanel(key, label, help="", is_open=False, values=(), page_url=values_address(key, query))


class _Branches:
    """The values of one facet that are found at all or chosen, each with what is below it."""

    def __init__(
        self, facet: Facet, query: ToolQuery, toggles: Toggles, counts: Mapping[str, int], index: VocabularyIndex
    ) -> None:
        self._facet = facet
        self._query = query
        self._language = query.language
        self._chosen = frozenset(query.values(facet.key))
        self._address = toggles.of(facet.key)
        self._counts = counts
        self._index = index

    def panel(self) -> FacetPanel:
        facet = self._facet
        values = self._below(None, 0)
        if facet.order is ValueOrder.COUNT:
            values.sort(key=lambda value: (-(value.count or 0), value.label.casefold()))
        shown, more = values, []
        if not facet.is_tree and len(values) > SHOWN_AT_ONCE + 2:
            # A chosen value must stay in sight, however rare it is.
            shown = [value for place, value in enumerate(values) if place < SHOWN_AT_ONCE or value.selected]
            more = [value for place, value in enumerate(values) if place >= SHOWN_AT_ONCE and not value.selected]
        return FacetPanel(
            key=facet.key,
            label=str(facet.label),
            help=str(facet.explanation),
            is_open=_is_open(facet, self._query),
            values=tuple(shown),
            more=tuple(more),
        )

    def _below(self, parent: str | None, depth: int) -> list[FacetValue]:
        branches = []
        for term in self._terms(parent):
            slug = term.slug
            count = self._counts.get(slug, 0)
            selected = slug in self._chosen
            children = tuple(self._below(slug, depth + 1)) if self._facet.is_tree else ()
            if count or selected or children:
                label = term.label(self._language)
                branches.append(FacetValue(slug, label, count, selected, self._address(slug), depth, children))
        return branches

    def _terms(self, parent: str | None) -> Iterator[IndexedTerm]:
        vocabulary = self._facet.vocabulary
        yield from self._index.children(vocabulary, parent)
        if parent is None:
            # Retired terms that records still carry, or an old link still asks for.
            for term in self._index.terms(vocabulary, with_retired=True):
                if term.is_retired and not term.parent:
                    yield term


def have_panel(query: ToolQuery, index: VocabularyIndex) -> FacetPanel:
    """“I have this”: what a reader can name as hers, by group."""
    address = Toggles(query).of(HAVE)
    groups = tuple(
        FacetValue(
            value=group,
            label=index.label("infrastructure", group, query.language),
            count=None,
            selected=False,
            url="",
            children=tuple(
                FacetValue(
                    value=value,
                    label=index.label("infrastructure", value, query.language),
                    count=None,
                    selected=query.has(HAVE, value),
                    url=address(value),
                    depth=1,
                )
                for value in values
            ),
        )
        for group, values in GROUPS.items()
    )
    return FacetPanel(
        key=HAVE,
        label=_("What you have"),
        help=_("Tools that need more than what you choose here are left out. Where you choose nothing, nothing is."),
        is_open=bool(query.have),
        values=groups,
    )


def switches(query: ToolQuery) -> tuple[FacetValue, ...]:
    """What can be left out as a whole. Worldwide tools matter only where a region was chosen."""
    values = []
    if query.values("region") or not query.includes_global:
        values.append(
            FacetValue(
                "global",
                _("Only tools named for the region, not those open to the whole world"),
                None,
                not query.includes_global,
                query.changed(includes_global=not query.includes_global).url(),
            )
        )
    values.append(
        FacetValue(
            "in_doubt",
            _("Only tools that somebody has shown to exist"),
            None,
            not query.includes_doubtful,
            query.changed(includes_doubtful=not query.includes_doubtful).url(),
        )
    )
    return tuple(values)
