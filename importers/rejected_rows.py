"""An XLSX of what was not imported: the original cells, a column of problems, marked cells with comments.

Corrected and uploaded again it continues the import: its marks (row and import) are read back by ``continuing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from common.spreadsheets import cell_text
from importers.columns import KEPT_ROLES, Column, SurveyTable
from importers.models import Batch
from importers.plan.import_plan import ImportPlan, PlanRow, RowState

_WRONG = PatternFill("solid", fgColor="F8D7DA")
_DOUBT = PatternFill("solid", fgColor="FFF3CD")
_HEADER = PatternFill("solid", fgColor="E2E8F0")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LONGEST = 32_000
ROW_HEADER = "_import_row"
PROBLEMS_HEADER = "_import_problems"
REJECTED = (RowState.INVALID, RowState.DUPLICATE)


def write_rejected_rows(plan: ImportPlan, target: Path | str | IO[bytes], table: Any = None) -> int:
    """Write the rows that were not imported; the number of them. ``target``: a path or an open binary file."""
    columns = [column for column in plan.columns if column.role in KEPT_ROLES]
    rows = [row for row in plan.rows if row.state in REJECTED and not row.is_unread]
    book = Workbook()
    sheet = book.active
    sheet.title = (plan.sheet or "Rows")[:31].translate(dict.fromkeys(map(ord, "[]:*?/\\")))
    _write_header(sheet, columns, plan)
    for at, row in enumerate(rows, start=2):
        _write_row(sheet, at, row, columns, plan.batch)
    sheet.freeze_panes = "B2"
    for n in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(n + 2)].width = 24
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 60
    book.save(target)
    return len(rows)


def headings_of(columns: Sequence[Column]) -> list[str]:
    """Choices keep the question in brackets, so that the sheet reads itself again."""
    return [f"{column.header} [{column.option}]" if _is_choice(column) else column.header for column in columns]


def _is_choice(column: Column) -> bool:
    return bool(column.option) and not column.header.endswith((column.option, f"[{column.option}]"))


def _write_header(sheet: Any, columns: Sequence[Column], plan: ImportPlan) -> None:
    for n, text in enumerate([ROW_HEADER, PROBLEMS_HEADER, *headings_of(columns)], start=1):
        cell = _write(sheet, 1, n, text)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEADER, _WRAPPED
    note = _("Correct the marked cells and upload this file again. Leave this column as it is.")
    sheet.cell(1, 1).comment = Comment(note, "registry")


def _write_row(sheet: Any, at: int, row: PlanRow, columns: Sequence[Column], batch: int | None) -> None:
    _write(sheet, at, 1, f"{batch or 0}:{row.number}")
    cell = _write(sheet, at, 2, "\n".join(_sentences(row)))
    cell.alignment = _WRAPPED
    cell.fill = _WRONG if row.errors else _DOUBT
    for n, column in enumerate(columns, start=3):
        cell = _write(sheet, at, n, row.raw.get(column.letter, ""))
        problems = [problem for problem in row.problems if problem.column == column.letter]
        if problems:
            cell.fill = _WRONG if any(not problem.is_warning for problem in problems) else _DOUBT
            text = "\n".join(" ".join(filter(None, (problem.message, problem.suggestion))) for problem in problems)
            cell.comment = Comment(text[:_LONGEST], "registry", width=320, height=120)


def _sentences(row: PlanRow) -> Iterable[str]:
    for problem in row.problems:
        where = f"{problem.column}{row.number}: " if problem.column else ""
        yield where + " ".join(filter(None, (problem.message, problem.suggestion)))
    if row.state is RowState.DUPLICATE and row.likenesses and row.repeats is None:
        like = row.likenesses[0]
        yield _("Perhaps this is “%(name)s” (%(slug)s): %(reasons)s.") % {
            "name": like.name,
            "slug": like.slug,
            "reasons": ", ".join(like.reasons),
        }


def _write(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = cell_text(text)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def continued_batch(table: SurveyTable) -> Batch | None:
    """The import whose rest a file is, by the marks of ``write_rejected_rows``; None for any other file."""
    place = next((heading.position for heading in table.headings if heading.header == ROW_HEADER), None)
    if place is None:
        return None
    for row in table.rows():
        batch, colon, _number = (row.cells[place] if place < len(row.cells) else "").partition(":")
        if colon and batch.isdigit() and len(batch) < 18:
            return Batch.objects.filter(pk=int(batch)).first()
    return None
