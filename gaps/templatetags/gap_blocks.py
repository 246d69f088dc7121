"""What the live blocks of a gap analysis print: one tag a block, given the values that its editor chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from gaps.block_results import block_result
from gaps.formatting import share_word
from gaps.links import query_of
from gaps.maps import GapMap, Number, make_map
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import MatrixResult, matrix_result
from gaps.presentation import MatrixView
from gaps.snapshots.naming import nameable
from gaps.tool_table import Classified
from text.active_language import active_language

register = template.Library()
Values = Mapping[str, Any]


@register.simple_tag
def gap_matrix(value: Values) -> MatrixView:
    result = block_result(value, rows=value["rows"], columns=value["columns"])
    return MatrixView(result, reverse("gaps:index"), has_controls=False)


@register.simple_tag
def gap_regions(value: Values) -> dict[str, Any]:
    """The number of tools in each region."""
    view = MatrixView(block_result(value, rows="region", columns="region"), reverse("gaps:index"), has_controls=False)
    return {"view": view, "largest": max((total.count for total, _word, _url in view.columns), default=0)}


@register.simple_tag
def gap_ranking(value: Values) -> dict[str, Any]:
    """The terms of an axis by their number of tools."""
    # A second axis would leave out the tools of which nothing is known on it.
    result = block_result(value, rows=value["axis"], columns=value["axis"])
    sign = 1 if value["ascending"] else -1
    totals = sorted(result.matrix.row_totals, key=lambda total: (sign * total.count, total.line.slug))
    rows = []
    for total in totals[: value["longest"]]:
        query = query_of(result.matrix.population, result.index, {value["axis"]: total.line.slug}, active_language())
        word = share_word(total.judgement) if total.judgement.is_tested else ""
        rows.append((total, word, query.url() if query else ""))
    return {"result": result, "rows": rows, "largest": max((total.count for total, _word, _url in rows), default=0)}


@register.simple_tag
def gap_figure(value: Values) -> dict[str, Any]:
    """A number of tools, as a share of those of which what is asked is known."""
    result = block_result(value)
    population = result.matrix.population
    whole = matrix_result(MatrixRequest(language=active_language()), result.snapshot).matrix
    known = whole.population.mask(result.table, result.index)
    for key in (*population.filters, *(["infrastructure"] if population.have else [])):
        known = known & result.table.known(key)
    return {
        "result": result,
        "number": Number(result.matrix.counted, int(known.sum()), result.links.whole(), whole.counted),
    }


@register.simple_tag
def gap_launches(value: Values) -> dict[str, Any]:
    """How many tools were launched in each year, and of how many the year isn't known."""
    result = block_result(value)
    launched = Counter(record.launched for record in _counted(result))
    known = sorted(year for year in launched if year is not None)
    points = [(str(year), launched[year]) for year in range(known[0], known[-1] + 1)] if known else []
    return {"result": result, "points": points, "unknown": launched[None]}


@register.simple_tag
def gap_tools(value: Values) -> dict[str, Any]:
    """The tools that are counted, by name, and how many more there are."""
    result = block_result(value)
    tools = _counted(result)
    shown = sorted(nameable(tools), key=lambda record: (record.name.casefold(), record.slug))[: value["longest"]]
    return {
        "result": result,
        "tools": [(record.name, reverse("catalogue:tool", args=[record.slug])) for record in shown],
        "more": len(tools) - len(shown),
        "url": result.links.whole(),
    }


@register.simple_tag
def gap_map(key: str) -> GapMap:
    return make_map(key, active_language())


def _counted(result: MatrixResult) -> list[Classified]:
    return result.table.records_in(result.matrix.population.mask(result.table, result.index))
