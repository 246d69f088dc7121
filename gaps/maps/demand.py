"""What readers look for and do not find: counted by term and month, never by text or person (search.demand)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gaps.links import query_of
from gaps.maps.tables import Asked, GapMap, Number, Row, Table
from search.demand import SHOWN_FROM, unmet
from search.facets import BY_KEY

MOST = 40


def demand(asked: Asked) -> GapMap:
    """Terms of searches that ended with nothing, beside the tools in use that carry them."""
    counted = asked.counted
    rows = []
    for found in [wanted for wanted in unmet() if wanted.key in BY_KEY][:MOST]:
        slugs = asked.state.index.descendants(found.key, found.value) or (found.value,)
        tools = int((counted & asked.state.columns.having(found.key, slugs)).sum())
        query = query_of(asked.population, asked.state.index, {found.key: found.value}, asked.language)
        rows.append(
            Row(
                f"{found.key}-{found.value}",
                f"{asked.label(found.key, found.value)} ({BY_KEY[found.key].label})",
                (Number(found.count), Number(tools, None, asked.url(query))),
            )
        )
    return GapMap(
        key="demand",
        title=_("Looked for in vain"),
        finding=_("Most often looked for without an answer: %(term)s, %(count)d searches.")
        % {"term": rows[0].label, "count": rows[0].numbers[0].count}
        if rows
        else _("Nothing has been looked for in vain often enough to be shown."),
        headline=Number(sum(row.numbers[0].count for row in rows)),
        tables=(
            Table(
                "terms",
                _("Searches that found nothing, by what they asked for"),
                _("Asked for"),
                (_("Searches without an answer"), _("Tools in use")),
                tuple(rows),
            ),
        ),
        limits=(
            _("Counted by term and month, without text, address or person; a term is shown from %(least)d searches on.")
            % {"least": SHOWN_FROM},
            _("A search can fail because of its words, and not because a tool is missing."),
        ),
    )
