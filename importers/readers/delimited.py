"""CSV, TSV and pasted tables: encoding and delimiter found, records counted as Excel counts rows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from importers.readers.cells import as_texts, trimmed
from importers.readers.encodings import Encoding, detect_encoding, has_mixed_encodings, known_encoding
from importers.readers.limits import FileProblem, ImportLimits
from importers.readers.sheets import SheetRow, Worksheet
from importers.readers.used_range import check_area

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 40
# In a table of two columns a comma in each line of a text means nothing.
_LEAST_WIDTH = 2
_FIELD_LIMIT = 10_000_000


def decode(content: bytes, encoding: str = "") -> tuple[str, Encoding]:
    if encoding:
        try:
            chosen = known_encoding(encoding)
        except LookupError as error:
            raise FileProblem(
                "encoding", _("There is no encoding called “%(name)s”.") % {"name": encoding[:40]}
            ) from error
    else:
        chosen = detect_encoding(content)
    text = content.decode(chosen.name, errors="replace")
    if text.count("\ufffd") > max(10, len(text) // 50):
        raise FileProblem(
            "encoding",
            _("The letters of the file can't be read as %(encoding)s. Save it as “CSV UTF-8” and try again.")
            % {"encoding": chosen.label},
        )
    return text.removeprefix("\ufeff"), chosen


def read_delimited(
    content: bytes | str, limits: ImportLimits, *, encoding: str = "", delimiter: str = "", name: str = ""
) -> tuple[Worksheet, str, str]:
    """The sheet, the encoding's label and the delimiter."""
    if isinstance(content, bytes):
        text, chosen = decode(content, encoding)
        label = chosen.label
        notes = (
            []
            if chosen.is_certain
            else [
                _("The letters were read as %(encoding)s. If names look wrong, choose another encoding.")
                % {"encoding": chosen.label}
            ]
        )
    else:
        text, label, notes = content, "", []
    if not text.strip():
        raise FileProblem("empty", _("The file is empty."))
    if text.count("\x00") > len(text) // 20 + 5:
        raise FileProblem("not-a-table", _("This is no text file."))
    skipped = 0
    if text[:4].lower() == "sep=" and len(text) > 4:
        delimiter = delimiter or text[4]
        skipped = text.find("\n") + 1 or len(text)
    delimiter = delimiter or detect_delimiter(text[skipped : skipped + 200_000])
    body = text[skipped:] if skipped else text
    swallowing = swallowed_at(body, delimiter)
    if swallowing and delimiter != "\t":
        raise FileProblem(
            "unclosed-quote",
            _(
                "In line %(line)d a quotation mark opens a cell and nothing closes it, so it would swallow the rows "
                "below. Remove the mark, or double it, and choose the file again."
            )
            % {"line": swallowing},
        )
    if "\ufffd" in text or has_mixed_encodings(text[:200_000]):
        notes.append(_("The file mixes encodings: some letters were already damaged when it was saved."))
    sheet = Worksheet(
        name=name or _("Table"),
        # A copied table has no quoting rules: there a mark that nothing closes is part of the text.
        open_rows=_DelimitedRows(body, delimiter, limits, is_quoted=not swallowing),
        notes=tuple(notes),
    )
    return sheet, label, delimiter


def swallowed_at(text: str, delimiter: str) -> int | None:
    """The line, from 1, in which a quotation mark opens a cell that nothing closes; None where quoting is sound.

    It shows by a cell that reaches the end of the text, by text after a closing mark, or by a cell of several lines
    that each hold as many cells as a row: the next mark, which opens another cell, closed it.
    """
    if '"' not in text:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.startswith('"') or f'{delimiter}"' in line for line in lines):
        return None
    width = _usual_width(lines, delimiter)
    opened = 0
    for number, line in enumerate(lines, start=1):
        is_open, is_odd = _walk(line, delimiter, is_open=bool(opened))
        if opened and line.count(delimiter) >= max(1, width - 1) and is_odd:
            return opened
        if is_odd and not opened and delimiter == "\t":
            return number
        if is_open:
            opened = opened or number
        elif opened:
            if _holds_rows(lines[opened : number - 1], delimiter, width):
                return opened
            opened = 0
    return opened or None


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    """How many cells most lines have that hold no quotation mark."""
    widths = Counter(line.count(delimiter) + 1 for line in lines if line.strip() and '"' not in line)
    return widths.most_common(1)[0][0] if widths else 2


def _holds_rows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether the lines inside of a cell look like rows of their own."""
    filled = [line for line in lines if line.strip()]
    return width > _LEAST_WIDTH and bool(filled) and all(line.count(delimiter) + 1 == width for line in filled)


def _walk(line: str, delimiter: str, *, is_open: bool) -> tuple[bool, bool]:
    """Whether a quoted cell is still open after the line; and whether text follows a closing mark, which is odd."""
    at, is_odd, begins = 0, False, True
    while at < len(line):
        char = line[at]
        if is_open and char == '"':
            if line[at + 1 : at + 2] == '"':
                at += 1
            else:
                is_open = False
                rest = line[at + 1 :]
                is_odd |= bool(rest) and not rest.startswith(delimiter)
        elif not is_open and char == '"' and begins:
            is_open = True
        begins = not is_open and char == delimiter
        at += 1
    return is_open, is_odd


def detect_delimiter(text: str) -> str:
    """The character that cuts the first records most evenly into several cells."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(record) for record in _sample(text, delimiter) if any(record)]
        if not widths:
            continue
        most = max(set(widths), key=lambda width: (widths.count(width), width))
        if most < 2:
            continue
        score = widths.count(most) / len(widths) * min(most, 30) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    records = []
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return records


class _DelimitedRows:
    def __init__(self, text: str, delimiter: str, limits: ImportLimits, *, is_quoted: bool = True) -> None:
        self.text, self.limits = text, limits
        self.dialect: dict[str, Any] = {"delimiter": delimiter}
        if not is_quoted:
            self.dialect["quoting"] = csv.QUOTE_NONE

    def __call__(self) -> Iterator[SheetRow]:
        csv.field_size_limit(_FIELD_LIMIT)
        number = 0
        limit = self.limits.cell
        try:
            for record in csv.reader(StringIO(self.text, newline=""), **self.dialect):
                number += 1
                if number > self.limits.rows:
                    check_area(number, 1, self.limits)
                row = trimmed(as_texts(record, limit))
                if row:
                    check_area(1, len(row), self.limits)
                    yield SheetRow(number, row)
        except csv.Error as error:
            raise FileProblem(
                "damaged",
                _("The text can't be cut into cells at row %(row)d (%(error)s).") % {"row": number + 1, "error": error},
            ) from error
