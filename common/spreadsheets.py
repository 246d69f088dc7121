"""Tables as CSV and Excel files that open cleanly everywhere and run nothing.

A text that a spreadsheet would calculate gets an apostrophe before it, as OWASP advises against CSV injection. A number
is written as a number: it calculates nothing, and with an apostrophe no program could add it up.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# Blanks of every script, control characters, and signs that are not seen: programs may drop them before they read on.
_IGNORED = r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
_FORMULA = rf"{_IGNORED}[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_IS_FORMULA = re.compile(_FORMULA)
_IS_NEUTRALISED = re.compile(f"'{_FORMULA}")
# What float() and every statistics program read. A plus sign stays out: "+49 30 1234" is a telephone number.
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
BOM = "\ufeff"  # Excel takes a CSV for UTF-8 only with it
LONGEST_CELL = 32_767  # Excel's own limit


CellValue = str | int | float | None


def neutral(text: str) -> str:
    """The text, with an apostrophe in front where it would be calculated; a plain number stays as it is."""
    return f"'{text}" if _IS_FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def without_neutraliser(text: str) -> str:
    """The way back: the text without the apostrophe that ``neutral`` put, or once put before a negative number."""
    return text[1:] if _IS_NEUTRALISED.match(text) else text


def may_be_neutralised(texts: str) -> bool:
    """Whether some text among many, put together, may begin with the apostrophe of ``neutral``: one quick look."""
    return _IS_NEUTRALISED.search(texts) is not None


def cell_text(text: str) -> str:
    """The text as a cell of an Excel file may hold it: without control characters, neutral, no longer than allowed."""
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> Iterator[str]:
    """UTF-8 CSV with a byte order mark, a line at a time; numbers with a point and without groups."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield BOM
    for row in chain([header], rows):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[CellValue]], notes: Sequence[str] = ()
) -> bytes:
    """A workbook: the table on the first sheet, notes (what was asked, when, from where) on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "C2"
    for place, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if name in ("summary", "notes") else 24
    sheet.append([text_cell(sheet, name, is_bold=True) for name in header])
    for row in rows:
        sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    if notes:
        about = book.create_sheet("About")
        about.column_dimensions["A"].width = 100
        for note in notes:
            about.append([text_cell(about, note)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_cell(sheet: object, text: str, *, is_bold: bool = False) -> WriteOnlyCell:
    """A cell that holds the text and nothing else, whatever it looks like."""
    clean = cell_text(text)
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"  # openpyxl guesses; text is always text here
    cell.alignment = Alignment(vertical="top", wrap_text=len(clean) > 40)
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str:
    return "".join(letter for letter in title if letter not in r"[]:*?/\\")[:31] or "Tools"
