"""What readers look for and do not find: counted by term and month, never by text or person (search.demand)."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from gaps.links import query_of
from gaps.map_titles import DEMAND_MAP, MAP_TITLES
from gaps.maps.map_tables import GapMap, MapContext, MapRow, MapTable, Number
from search.demand import SHOWN_FROM, unmet
from search.facets import BY_KEY

MOST = 40


def demand(context: MapContext) -> GapMap:
    """Terms of searches that ended with nothing, beside the tools in use that carry them."""
    counted = context.counted
    rows = []
    for (key, value), count in _wanted(context):
        slugs = context.registry.index.descendants(key, value) or (value,)
        tools = int((counted & context.registry.table.having(key, slugs)).sum())
        query = query_of(context.population, context.registry.index, {key: value}, context.language)
        rows.append(
            MapRow(
                f"{key}-{value}",
                f"{context.label(key, value)} ({BY_KEY[key].label})",
                (Number(count), Number(tools, None, context.url(query))),
            )
        )
    return GapMap(
        key="demand",
        title=str(MAP_TITLES[DEMAND_MAP]),
        finding=_("Most often looked for without an answer: %(term)s, %(count)d searches.")
        % {"term": rows[0].label, "count": rows[0].numbers[0].count}
        if rows
        else _("Nothing has been looked for in vain often enough to be shown."),
        headline=Number(sum(row.numbers[0].count for row in rows)),
        tables=(
            MapTable(
                "terms",
                _("Searches that found nothing, by what they asked for"),
                _("Asked for"),
                (_("Searches without an answer"), _("Tools in use")),
                tuple(rows),
            ),
        ),
        limits=(
            _(
                "Counted by term and month, once a month for each reader and without programs. "
                "Neither text nor address is kept. A term is shown from %(least)d searches on."
            )
            % {"least": SHOWN_FROM},
            _("A search can fail because of its words, and not because a tool is missing."),
        ),
    )


def _wanted(context: MapContext) -> list[tuple[tuple[str, str], int]]:
    """Facet values with how often they were looked for in vain, most often first. What was asked for by a term that was
    renamed or merged since counts for the one that it stands for today."""
    counts: Counter[tuple[str, str]] = Counter()
    for term in unmet():
        if term.key in BY_KEY:
            value = context.registry.index.resolve_slug(BY_KEY[term.key].vocabulary, term.value) or term.value
            counts[term.key, value] += term.count
    return counts.most_common(MOST)
