"""XLSX, XLSM and XLS through calamine; macros, links and formulas are never run, a formula's last value is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from importers.readers.cells import as_text, as_texts, trimmed
from importers.readers.layouts import Layout, read_layout
from importers.readers.limits import FileProblem, ImportLimits
from importers.readers.packages import Package, is_large, sheet_parts, zero_styles
from importers.readers.sheets import SheetRow, Worksheet, column_letter
from importers.readers.slices import sliced
from importers.readers.used_range import check_area

# A merged cell further down than this fills its rows; one wider than tall is a title or a heading over columns.
_MOST_MERGED_ROWS = 5_000
# Merged columns for each row that is read.
_MOST_MERGED = 5

Merged = dict[int, list[tuple[int, int, int]]]


def read_workbook(content: bytes, limits: ImportLimits, package: Package | None = None) -> tuple[Worksheet, ...]:
    """``package`` is the checked ZIP of an XLSX or XLSM, None for an XLS."""
    book = _open(package.copy if package is not None and package.copy else BytesIO(content))
    parts = sheet_parts(package) if package is not None else {}
    zeros = zero_styles(package) if package is not None else {}
    sheets = []
    for entry in book.sheets_metadata:
        if entry.typ is not SheetTypeEnum.WorkSheet:
            continue
        if package is not None and parts.get(entry.name) in package.namelist():
            part = parts[entry.name]
            layout = read_layout(package, part, limits, zeros)
            rows: _WorkbookRows = _SlicedRows(book, entry.name, layout, limits, package, part)
        else:
            layout = Layout()
            rows = _WorkbookRows(book, entry.name, layout, limits)
        sheets.append(
            Worksheet(
                name=entry.name,
                open_rows=rows,
                is_visible=entry.visible is SheetVisibleEnum.Visible,
                hidden_rows=tuple(layout.hidden_rows),
                hidden_columns=tuple(layout.hidden_columns),
                notes=_notes(layout),
                errors=layout.formulas.errors,
                uncalculated=layout.formulas.uncalculated,
                links=layout.formulas.links,
            )
        )
    if not sheets:
        raise FileProblem("empty", _("The workbook has no sheet with cells."))
    return tuple(sheets)


def _open(content: BytesIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(content)
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


class _WorkbookRows:
    """Streams a sheet's rows. Callable more than once; the sheet is read anew each time."""

    def __init__(self, book: CalamineWorkbook, name: str, layout: Layout, limits: ImportLimits) -> None:
        self.book, self.name, self.layout, self.limits = book, name, layout, limits

    def __call__(self) -> Iterator[SheetRow]:
        try:
            yield from self._read()
        except (CalamineError, ValueError) as error:
            if isinstance(error, FileProblem):
                raise
            raise FileProblem("damaged", _("The sheet “%(name)s” is damaged.") % {"name": self.name}) from error

    def _read(self) -> Iterator[SheetRow]:
        sheet = self.book.get_sheet_by_name(self.name)
        check_area(sheet.total_height, sheet.total_width, self.limits)
        left = sheet.start[1] if sheet.start else 0
        # The reader counts rows from the first one, but columns from the first that holds anything.
        rows = ([*[""] * left, *cells] for cells in sheet.iter_rows()) if left else sheet.iter_rows()
        yield from self._rows(enumerate(rows), sheet.merged_cell_ranges or [])

    def _rows(self, cells_by_position: Iterable[tuple[int, list[Any]]], ranges: Sequence[Any]) -> Iterator[SheetRow]:
        limit, zeros = self.limits.cell, self.layout.zeros
        merged = _downward(ranges, self.limits)
        if not merged and not zeros:
            for position, raw in cells_by_position:
                plain = trimmed(as_texts(raw, limit))
                if plain:
                    yield SheetRow(position + 1, plain)
            return
        values: dict[int, str] = {}
        for position, raw in cells_by_position:
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
                yield SheetRow(number, row)


class _SlicedRows(_WorkbookRows):
    """The same, of a sheet that may be too large to be held in memory."""

    def __init__(
        self,
        book: CalamineWorkbook,
        name: str,
        layout: Layout,
        limits: ImportLimits,
        package: Package,
        part: str,
    ) -> None:
        super().__init__(book, name, layout, limits)
        self.package, self.part = package, part

    def _read(self) -> Iterator[SheetRow]:
        slices = sliced(self.package, self.part) if is_large(self.package.getinfo(self.part)) else None
        if slices is None:
            yield from super()._read()
        else:
            yield from self._rows(self._numbered(slices), self.layout.merged)

    def _numbered(self, slices: Iterable[BytesIO]) -> Iterator[tuple[int, list[Any]]]:
        expected = 0
        for content in slices:
            sheet = _open(content).get_sheet_by_index(0)
            check_area(sheet.total_height, sheet.total_width, self.limits)
            if sheet.start is None:
                continue
            top, left = sheet.start
            # Blank rows between two slices may be filled from a merged cell.
            yield from ((position, []) for position in range(expected, top))
            for n, cells in enumerate(sheet.to_python(skip_empty_area=True)):
                yield top + n, [*[""] * left, *cells]
            expected = top + sheet.height


def _downward(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], limits: ImportLimits) -> Merged:
    """{row: [(top, column, number of the range)]} for cells merged over several rows."""
    merged: Merged = {}
    left = _MOST_MERGED * limits.rows
    for n, ((top, column), (bottom, _right)) in enumerate(ranges):
        if 0 < bottom - top <= _MOST_MERGED_ROWS:
            left -= bottom - top + 1
            if left < 0:
                raise FileProblem("damaged", _("The sheet merges more cells than it can have."))
            for row in range(top, bottom + 1):
                merged.setdefault(row, []).append((top, column, n))
    return merged
