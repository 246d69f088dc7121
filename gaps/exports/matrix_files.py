"""Files of numbers. Every cell is a line: row, column, counts, expectation, ratio with interval, p, q, verdict."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from common.spreadsheets import CellValue, csv_lines, text_cell
from gaps.exports.method import method_lines
from gaps.formatting import VERDICT_WORDS, axes_in_words, population_in_words, table_notes
from gaps.matrix import Judgement, LineTotal
from gaps.matrix_service import MatrixResult
from gaps.population import NOT_CODED
from gaps.serializers import numbers_of
from gaps.statistics import UNDER_SERVED, WELL_SERVED

HEADER = (
    "row", "row_label", "column", "column_label", "count", "active", "discontinued", "expected", "ic", "ic_low",
    "ic_high", "p", "q", "verdict", "url",
)  # fmt: skip
_FILLS = {UNDER_SERVED: PatternFill("solid", fgColor="FBF0D8"), WELL_SERVED: PatternFill("solid", fgColor="E1F0E4")}


def matrix_csv(result: MatrixResult) -> Iterator[str]:
    """UTF-8 CSV, a line at a time; totals have an empty row or column."""
    return csv_lines(HEADER, _lines(result))


def _lines(result: MatrixResult) -> Iterator[list[CellValue]]:
    links = result.links
    for cell in result.matrix.each_cell():
        judged = cell.judgement
        query = links.cell(cell.row, cell.column)
        yield [
            cell.row.slug,
            cell.row.label,
            cell.column.slug,
            cell.column.label,
            cell.count,
            cell.active,
            cell.discontinued,
            *_statistics(judged),
            judged.verdict,
            f"{settings.BASE_URL}{query.url()}" if query else "",
        ]
    empty: list[CellValue] = [None] * (len(HEADER) - 7)
    for total in result.matrix.row_totals:
        yield [total.line.slug, total.line.label, "", "", *_counts(total), *empty]
    for total in result.matrix.column_totals:
        yield ["", "", total.line.slug, total.line.label, *_counts(total), *empty]
    left = result.matrix.left_out
    if left.rows:
        yield [NOT_CODED, _("Not recorded"), "", "", left.rows, None, None, *empty]
    if left.columns:
        yield ["", "", NOT_CODED, _("Not recorded"), left.columns, None, None, *empty]


def _counts(total: LineTotal) -> list[CellValue]:
    return [total.count, total.active, total.discontinued]


def _statistics(judged: Judgement) -> list[CellValue]:
    return [*numbers_of(judged, digits=6).values()]


def matrix_xlsx(result: MatrixResult, citation: str = "") -> bytes:
    """A workbook: the table as it is on the page, every cell with its numbers, needs, and the method."""
    book = Workbook(write_only=True)
    _table_sheet(book, result)
    _numbers_sheet(book, result)
    _needs_sheet(book, result)
    method = book.create_sheet(_("Method")[:31])
    method.column_dimensions["A"].width = 110
    for line in (
        f"{settings.WAGTAIL_SITE_NAME}: {axes_in_words(result.matrix.rows, result.matrix.columns)}",
        _("As of %(date)s") % {"date": result.on.isoformat()},
        _("Counted: %(tools)d tools") % {"tools": result.matrix.total},
        *table_notes(result.matrix),
        *population_in_words(result.matrix.population, result.index, result.request.language),
        citation,
        "",
        *method_lines(result.matrix.settings),
    ):
        method.append([text_cell(method, line)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _table_sheet(book: Workbook, result: MatrixResult) -> None:
    matrix = result.matrix
    sheet = book.create_sheet(_("Table")[:31])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 42
    for place in range(2, len(matrix.columns) + 3):
        sheet.column_dimensions[get_column_letter(place)].width = 16
    sheet.append(
        [
            text_cell(sheet, text, is_bold=True)
            for text in ("", *(line.label for line in matrix.columns.lines), _("Total"))
        ]
    )
    for total, cells in zip(matrix.row_totals, matrix.cells, strict=True):
        row = [text_cell(sheet, total.line.label, is_bold=True)]
        for cell in cells:
            number = WriteOnlyCell(sheet, value=cell.count)
            if cell.judgement.verdict in _FILLS:
                number.fill = _FILLS[cell.judgement.verdict]
                number.number_format = f'0" {VERDICT_WORDS[cell.judgement.verdict]}"'
            row.append(number)
        row.append(WriteOnlyCell(sheet, value=total.count))
        sheet.append(row)
    sheet.append(
        [text_cell(sheet, _("Total"), is_bold=True), *(total.count for total in matrix.column_totals), matrix.total]
    )


def _numbers_sheet(book: Workbook, result: MatrixResult) -> None:
    sheet = book.create_sheet(_("Numbers")[:31])
    sheet.freeze_panes = "A2"
    sheet.append([text_cell(sheet, name, is_bold=True) for name in HEADER])
    links = result.links
    for cell in result.matrix.each_cell():
        judged = cell.judgement
        query = links.cell(cell.row, cell.column)
        sheet.append(
            [
                *(text_cell(sheet, t) for t in (cell.row.slug, cell.row.label, cell.column.slug, cell.column.label)),
                cell.count,
                cell.active,
                cell.discontinued,
                *_statistics(judged),
                text_cell(sheet, judged.verdict),
                text_cell(sheet, f"{settings.BASE_URL}{query.url()}" if query else ""),
            ]
        )


def _needs_sheet(book: Workbook, result: MatrixResult) -> None:
    layers = result.needs()
    if not layers:
        return
    sheet = book.create_sheet(_("Need")[:31])
    header = (_("Indicator"), _("Unit"), _("Year"), _("Area"), _("Value"), _("Confirmed"), _("Source"))
    sheet.append([text_cell(sheet, text, is_bold=True) for text in header])
    for layer in layers:
        for area in (*layer.areas, *([layer.world] if layer.world else [])):
            sheet.append(
                [
                    text_cell(sheet, layer.label),
                    text_cell(sheet, layer.unit),
                    layer.year,
                    text_cell(sheet, area.label),
                    area.value,
                    text_cell(sheet, _("yes") if area.is_seen else _("no")),
                    text_cell(sheet, f"{layer.publisher}: {layer.title}, {layer.url}"),
                ]
            )
