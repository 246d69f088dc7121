"""Facets as plain data: every value with its count and the address that turns it on or off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.compatibility import GROUPS
from search.facets import FACETS, Facet, ValueOrder
from search.query import HAVE, ToolQuery
from taxonomy.index import VocabularyIndex

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
    """All facets of the table that have something to show, in its order."""
    panels = (_panel(facet, query, counts.get(facet.key, {}), index) for facet in FACETS)
    return tuple(panel for panel in panels if panel.values)


def _panel(facet: Facet, query: ToolQuery, counts: Mapping[str, int], index: VocabularyIndex) -> FacetPanel:
    values = _branches(facet, query, counts, index, None, 0)
    if facet.order is ValueOrder.COUNT:
        values = sorted(values, key=lambda value: (-(value.count or 0), value.label.casefold()))
    shown, more = values, []
    if not facet.is_tree and len(values) > SHOWN_AT_ONCE + 2:
        # A chosen value must stay in sight, however rare it is.
        shown = [value for place, value in enumerate(values) if place < SHOWN_AT_ONCE or value.selected]
        more = [value for value in values if value not in shown]
    return FacetPanel(
        key=facet.key,
        label=str(facet.label),
        help=str(facet.explanation),
        is_open=facet.is_prominent or bool(query.values(facet.key)),
        values=tuple(shown),
        more=tuple(more),
    )


def _branches(
    facet: Facet,
    query: ToolQuery,
    counts: Mapping[str, int],
    index: VocabularyIndex,
    parent: str | None,
    depth: int,
) -> list[FacetValue]:
    """The values below a parent that are found at all or chosen, each with what is below it."""
    terms = index.children(facet.vocabulary, parent)
    if parent is None:
        known = {term.slug for term in terms}
        # Retired terms that records still carry, or an old link still asks for.
        terms += tuple(
            term
            for term in index.terms(facet.vocabulary, with_retired=True)
            if term.is_retired and term.slug not in known and not term.parent
        )
    branches = []
    for term in terms:
        count = counts.get(term.slug, 0)
        selected = query.has(facet.key, term.slug)
        children = tuple(_branches(facet, query, counts, index, term.slug, depth + 1)) if facet.is_tree else ()
        if count or selected or children:
            branches.append(
                FacetValue(
                    value=term.slug,
                    label=term.label(query.language),
                    count=count,
                    selected=selected,
                    url=query.toggle(facet.key, term.slug).url(),
                    depth=depth,
                    children=children,
                )
            )
    return branches


def have_panel(query: ToolQuery, index: VocabularyIndex) -> FacetPanel:
    """“I have this”: what a reader can name as hers, by group."""
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
                    url=query.toggle(HAVE, value).url(),
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
