"""Facets as plain data: every value with its count and the address that turns it on or off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.compatibility import GROUPS
from search.facets import FACETS, Facet, ValueOrder
from search.query import HAVE, ToolQuery
from search.results.toggling import Toggles
from taxonomy.index import IndexedTerm, VocabularyIndex

# So many values are listed at once; the others unfold.
SHOWN_AT_ONCE = 10


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
    """One facet of the page. ``values`` are trees; ``more`` those that a long list unfolds."""

    key: str
    label: str
    help: str
    is_open: bool
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()

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


class _Branches:
    """The values of one facet that are found at all or chosen, each with what is below it."""

    def __init__(
        self, facet: Facet, query: ToolQuery, toggles: Toggles, counts: Mapping[str, int], index: VocabularyIndex
    ) -> None:
        self._facet = facet
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
            is_open=facet.is_prominent or bool(self._chosen),
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
