"""XLSX, XLSM and XLS through calamine; macros, links and formulas are never run, a formula's last value is kept."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from importers.readers.cells import as_text, as_texts, trimmed
from importers.readers.errors import FileProblem
from importers.readers.limits import Limits
from importers.readers.packages import Layout, check_area, read_layout, sheet_parts, zero_styles
from importers.readers.sheets import Row, Sheet, column_letter

# A merged cell further down than this fills its rows; one wider than tall is a title or a heading over columns.
_MOST_MERGED_ROWS = 5_000


def read_workbook(content: bytes, limits: Limits, package: zipfile.ZipFile | None = None) -> tuple[Sheet, ...]:
    """``package`` is the checked ZIP of an XLSX or XLSM, None for an XLS."""
    book = _open(content)
    parts = sheet_parts(package) if package is not None else {}
    zeros = zero_styles(package) if package is not None else {}
    sheets = []
    for entry in book.sheets_metadata:
        if entry.typ is not SheetTypeEnum.WorkSheet:
            continue
        layout = Layout()
        if package is not None and parts.get(entry.name) in package.namelist():
            layout = read_layout(package, parts[entry.name], limits, zeros)
        sheets.append(
            Sheet(
                name=entry.name,
                open_rows=_Rows(book, entry.name, layout, limits),
                is_visible=entry.visible is SheetVisibleEnum.Visible,
                hidden_rows=tuple(layout.hidden_rows),
                hidden_columns=tuple(layout.hidden_columns),
                notes=_notes(layout),
            )
        )
    if not sheets:
        raise FileProblem("empty", _("The workbook has no sheet with cells."))
    return tuple(sheets)


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise FileProblem("password", _("The file is protected by a password. Remove it and try again.")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileProblem(
            "damaged", _("The file is damaged or was not completely copied. Open it, save it again and try once more.")
        ) from error
    except BaseException as error:
        raise _as_problem(error) from error


def _as_problem(error: BaseException) -> BaseException:
    """A panic of the Rust reader is no Exception; other interruptions stay what they are."""
    if type(error).__name__ == "PanicException" or isinstance(error, Exception):
        return FileProblem("damaged", _("The file is damaged in a way that can't be read."))
    return error


def _notes(layout: Layout) -> tuple[str, ...]:
    notes = []
    if layout.hidden_rows:
        rows = ", ".join(map(str, layout.hidden_rows[:20])) + ("…" if len(layout.hidden_rows) > 20 else "")
        notes.append(_("Hidden rows are read too: %(rows)s.") % {"rows": rows})
    if layout.hidden_columns:
        letters = ", ".join(column_letter(n) for n in layout.hidden_columns[:20])
        notes.append(_("Hidden columns are read too: %(columns)s.") % {"columns": letters})
    return tuple(notes)


class _Rows:
    """Streams a sheet's rows. Callable more than once; the sheet is read anew each time."""

    def __init__(self, book: CalamineWorkbook, name: str, layout: Layout, limits: Limits) -> None:
        self.book, self.name, self.layout, self.limits = book, name, layout, limits

    def __call__(self) -> Iterator[Row]:
        try:
            sheet = self.book.get_sheet_by_name(self.name)
            check_area(sheet.total_height, sheet.total_width, self.limits)
            yield from self._rows(sheet)
        except (CalamineError, ValueError) as error:
            if isinstance(error, FileProblem):
                raise
            raise FileProblem("damaged", _("The sheet “%(name)s” is damaged.") % {"name": self.name}) from error

    def _rows(self, sheet: Any) -> Iterator[Row]:
        limit, zeros = self.limits.cell, self.layout.zeros
        merged = _downward(sheet.merged_cell_ranges or [])
        values: dict[int, str] = {}
        for position, raw in enumerate(sheet.iter_rows()):
            number = position + 1
            if zeros:
                cells = [as_text(value, limit, zeros.get((number, n), 0)) for n, value in enumerate(raw)]
            else:
                cells = as_texts(raw, limit)
            for key in merged.get(position, ()):
                top, column, of = key
                if column >= len(cells):
                    cells += [""] * (column + 1 - len(cells))
                if position == top:
                    values[of] = cells[column]
                elif not cells[column]:
                    cells[column] = values.get(of, "")
            row = trimmed(cells)
            if row:
                yield Row(number, row)


def _downward(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> dict[int, list[tuple[int, int, int]]]:
    """{row: [(top, column, number of the range)]} for cells merged over several rows."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for n, ((top, left), (bottom, _right)) in enumerate(ranges):
        if 0 < bottom - top <= _MOST_MERGED_ROWS:
            for row in range(top, bottom + 1):
                found.setdefault(row, []).append((top, left, n))
    return found
