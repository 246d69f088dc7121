"""The report on an idea: what it overlaps with, and the gaps that its parts fall into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation

from common.rounding import significant
from gaps.live_data import LiveRegistry, current_registry
from gaps.matrix import CoverageMatrix
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import live_matrix
from gaps.statistics import UNDER_SERVED
from overlap import Idea, OverlapReport, find_overlap, report_as_dict
from overlap.idea_terms import IdeaTerm, TermOrigin

MOST_GAP_CELLS = 12
# Axes against which an idea's type of tool is looked up; the first that the idea says something about counts first.
GAP_AXES = ("region", "target_user", "exploitation", "infrastructure")


@dataclass(frozen=True, slots=True)
class GapCell:
    """A cell of a matrix of types against something the idea says."""

    columns_key: str
    row: str
    row_label: str
    column: str
    column_label: str
    count: int
    expected: float
    verdict: str
    url: str


@dataclass(frozen=True, slots=True)
class IdeaReport:
    overlap: OverlapReport
    gap_cells: tuple[GapCell, ...]


def report_on_idea(idea: Idea, registry: LiveRegistry | None = None) -> IdeaReport:
    """Compare an idea with every public record, and say where it stands among the gaps."""
    registry = registry or current_registry()
    overlap = find_overlap(idea, registry)
    terms = [term for term, _label in overlap.reading]
    with translation.override(idea.language):
        return IdeaReport(overlap, gap_cells(terms, registry, idea.language))


def gap_cells(terms: list[IdeaTerm], registry: LiveRegistry, language: str) -> tuple[GapCell, ...]:
    """Where the idea's types of tool meet its region, users, form and means: surest gaps first."""
    types = [term.slug for term in terms if term.key == "tool_type"]
    cells: list[GapCell] = []
    for axis in GAP_AXES if types else ():
        values = _values_on(axis, terms, registry)
        if values:
            request = MatrixRequest(columns=axis, language=language)
            cells += _cells_of(live_matrix(request, registry), types, values, request)
    cells.sort(key=lambda cell: (cell.verdict != UNDER_SERVED, cell.count / max(cell.expected, 0.1)))
    return tuple(cells[:MOST_GAP_CELLS])


def _values_on(axis: str, terms: list[IdeaTerm], registry: LiveRegistry) -> list[str]:
    """What the idea says about an axis; what was inferred only where nothing was said."""
    on_axis = [term for term in terms if term.key == axis]
    said = [term.slug for term in on_axis if term.origin is not TermOrigin.INFERRED]
    values = said or [term.slug for term in on_axis]
    if axis == "region" and not values:
        return _regions_of_countries(terms, registry)
    return values


def _cells_of(matrix: CoverageMatrix, rows: list[str], columns: list[str], address: MatrixRequest) -> Iterator[GapCell]:
    for row in rows:
        for column in columns:
            cell = matrix.cell(row, column)
            if cell is not None:
                yield GapCell(
                    columns_key=matrix.columns.key,
                    row=row,
                    row_label=cell.row.label,
                    column=column,
                    column_label=cell.column.label,
                    count=cell.count,
                    expected=cell.judgement.expected,
                    verdict=cell.judgement.verdict,
                    url=_gaps_url(address, row, column),
                )


def _regions_of_countries(terms: list[IdeaTerm], registry: LiveRegistry) -> list[str]:
    countries = [registry.index.term("country", term.slug) for term in terms if term.key == "country"]
    return sorted({country.parent for country in countries if country is not None and country.parent})


def _gaps_url(address: MatrixRequest, row: str, column: str) -> str:
    query = address.querystring()
    return f"{reverse('gaps:index')}{'?' + query if query else ''}#cell-{row}-{column}"


def idea_report_as_dict(report: IdeaReport) -> dict[str, Any]:
    """A report becomes plain values in the shape of docs/reference/api.md, for the command and the API."""
    content = report_as_dict(report.overlap)
    content["gap_cells"] = [
        {
            "row": cell.row,
            "column": cell.column,
            "columns": cell.columns_key,
            "count": cell.count,
            "expected": significant(cell.expected),
            "verdict": cell.verdict,
            "url": cell.url,
        }
        for cell in report.gap_cells
    ]
    return content
