"""Tables as CSV and Excel files that open cleanly everywhere and run nothing.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises against CSV injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BOM = "\ufeff"  # Excel takes a CSV for UTF-8 only with it
LONGEST_CELL = 32_767  # Excel's own limit


def neutral(text: str) -> str:
    """The text, with an apostrophe in front where it would be taken for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """UTF-8 CSV with a byte order mark, a line at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield BOM
    for row in chain([header], rows):
        writer.writerow([neutral(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()) -> bytes:
    """A workbook: the table on the first sheet, notes (what was asked, when, from where) on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "C2"
    for place, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if name in ("summary", "notes") else 24
    sheet.append([text_cell(sheet, name, is_bold=True) for name in header])
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])
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
    clean = neutral(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"  # openpyxl guesses; text is always text here
    cell.alignment = Alignment(vertical="top", wrap_text=len(clean) > 40)
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str:
    return "".join(letter for letter in title if letter not in r"[]:*?/\\")[:31] or "Tools"
