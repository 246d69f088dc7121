"""The coverage matrix becomes plain values for JSON, in the shape that docs/reference/api.md promises."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple
from datetime import date
from typing import Any

from common.rounding import significant
from gaps.axes import Axis, AxisLine
from gaps.matrix import CoverageMatrix, GroupTotal, Judgement, LineTotal, MatrixCell
from gaps.population import Population

Address = Callable[[AxisLine, AxisLine], str | None]


def matrix_as_dict(
    matrix: CoverageMatrix,
    *,
    on: date,
    needs: Iterable[dict[str, Any]] = (),
    address: Address | None = None,
) -> dict[str, Any]:
    """``on``: the day of the data. ``address`` gives the list behind a cell; without it cells carry no ``url``."""
    return {
        "axes": {"rows": _axis(matrix.rows), "columns": _axis(matrix.columns)},
        "rows": [_line(line) for line in matrix.rows.lines],
        "columns": [_line(line) for line in matrix.columns.lines],
        "row_headings": [_heading(heading) for heading in matrix.row_headings],
        "column_headings": [_heading(heading) for heading in matrix.column_headings],
        "population": {
            **population_as_dict(matrix.population, matrix.total, on),
            "counted": matrix.counted,
            "left_out": asdict(matrix.left_out),
        },
        "settings": matrix.settings.as_dict(),
        "cells": [_cell(cell, address) for cell in matrix.each_cell()],
        "row_totals": {total.line.slug: total.count for total in matrix.row_totals},
        "column_totals": {total.line.slug: total.count for total in matrix.column_totals},
        "row_verdicts": [_total(total) for total in matrix.row_totals],
        "column_verdicts": [_total(total) for total in matrix.column_totals],
        "needs": list(needs),
    }


def canonical_json(content: dict[str, Any]) -> bytes:
    """A content as JSON with sorted keys and without spaces, so that equal states are equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def numbers_digest(matrix: CoverageMatrix) -> str:
    """SHA-256 of what a table says in numbers: equal for equal tables, whatever tools and terms are called.

    Names are no part of it, so that taking a name out of a frozen state leaves it as it is.
    """
    said = {
        "axes": [matrix.rows.key, matrix.columns.key],
        "tools": [matrix.total, *astuple(matrix.left_out)],
        "cells": [
            [cell.row.slug, cell.column.slug, cell.count, cell.active, cell.discontinued, cell.judgement.verdict]
            for cell in matrix.each_cell()
        ],
        "totals": [
            [total.line.slug, total.count, total.active, total.discontinued, total.judgement.verdict]
            for total in (*matrix.row_totals, *matrix.column_totals)
        ],
    }
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def population_as_dict(population: Population, tools: int, on: date) -> dict[str, Any]:
    return {
        "tools": tools,
        "filters": {key: list(values) for key, values in sorted(population.filters.items())},
        "have": list(population.have),
        "date": on.isoformat(),
        "statuses": list(population.statuses) if population.statuses is not None else None,
        "in_doubt": population.is_doubt_included,
        "global": str(population.global_mode),
    }


def _axis(axis: Axis) -> dict[str, str]:
    return {"vocabulary": axis.key, "label": axis.label}


def _line(line: AxisLine) -> dict[str, Any]:
    return {"slug": line.slug, "label": line.label, "heading": line.group, "is_coded": line.is_coded}


def _heading(heading: GroupTotal) -> dict[str, Any]:
    return {
        "slug": heading.slug,
        "label": heading.label,
        "members": list(heading.members),
        "count": heading.count,
    }


NUMBERS = ("expected", "ic", "ic_low", "ic_high", "p", "q")


def numbers_of(judgement: Judgement, digits: int = 9) -> dict[str, float | None]:
    """The statistics of a count by name; those that would mean nothing are None."""
    return {
        name: significant(value, digits) if value is not None and (judgement.is_asked or name == "expected") else None
        for name, value in ((name, getattr(judgement, name)) for name in NUMBERS)
    }


def _judged(judgement: Judgement) -> dict[str, Any]:
    return {
        **numbers_of(judgement),
        "verdict": judgement.verdict,
        "is_tested": judgement.is_tested,
    }


def _cell(cell: MatrixCell, address: Address | None) -> dict[str, Any]:
    entry = {
        "row": cell.row.slug,
        "column": cell.column.slug,
        "count": cell.count,
        "active": cell.active,
        "discontinued": cell.discontinued,
        **_judged(cell.judgement),
    }
    if address is not None:
        entry["url"] = address(cell.row, cell.column)
    return entry


def _total(total: LineTotal) -> dict[str, Any]:
    """``expected`` is an even share of the axis."""
    return {
        "slug": total.line.slug,
        "count": total.count,
        "active": total.active,
        "discontinued": total.discontinued,
        **_judged(total.judgement),
    }
