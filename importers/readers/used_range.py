"""How far down and right the cells of a sheet's XML reach, known before any reader lays out a table of that size.

calamine makes a dense table: two cells in opposite corners of an Excel sheet would take 400 GB. Whatever a package
calls its parts and however it writes its tags, the first one that reaches further than the limits is refused.

Sheets as spreadsheet programs write them are measured by numpy, a megabyte at a time; where a tag is written in any
other way, its stretch is read tag by tag.
"""

from __future__ import annotations

import re
from string import ascii_uppercase, digits

import numpy as np
from django.utils.translation import gettext as _
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from importers.readers.limits import FileProblem, ImportLimits
from importers.readers.sheets import column_position

Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]

_BEGIN, _HIDDEN = b"sheetData", b"hidden"
_FORMULAS = (b"<f>", b"<f ", b":f>", b't="e"')
_CELL, _ROW = b'<c r="', b'<row r="'
# What else stands in most sheets.
_OF_NO_CONCERN = (b"<is>", b"<t>", b"<v>", b"<t ", b"<f>", b"<f ")
# A tag in bytes; a longer one is no program's work.
_LONGEST_TAG = 1 << 16
# Names other than these are looked at one by one, unless there are more of them than any sheet has.
_MOST_OTHERS = 2_000
# As far as a plain tag is read: `<c r="XFD1048576"`.
_REACH = 20
_LETTERS, _MOST_LETTERS = ascii_uppercase.encode(), 3
_DIGITS, _MOST_DIGITS = digits.encode(), 7
_START = re.compile(rb"""<(?:[^\s<>/:"'=]+:)?(row|c)(?=[\s/>])""")
# To the sign that ends the tag; within quotes none does.
_ATTRIBUTES = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*""")
# How often the bytes of a text may stand in tags within tags, which only a hostile sheet has.
_MOST_NESTED = 20
# Some readers need no blank before an attribute. Whatever may be meant counts, the furthest of it.
_PLACE = re.compile(rb"""[\s"']r\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LONGEST_NUMBER = 9
_REFERENCE = re.compile(rb"([A-Za-z]{1,9})([0-9]{1,9})")
# What may stand among the others and means a cell or a row all the same: written with a prefix or another space.
_ROW_OR_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?(?:row|c)[\s/>]")


def check_area(rows: int, columns: int, limits: ImportLimits) -> None:
    if columns > limits.columns:
        raise FileProblem(
            "too-many-columns",
            _("The sheet has %(count)d columns; at most %(limit)d are read.")
            % {"count": columns, "limit": limits.columns},
        )
    if rows > limits.rows or rows * columns > limits.area:
        raise FileProblem(
            "too-many-rows",
            _(
                "The sheet reaches down to row %(count)d; at most %(limit)d rows are read. "
                "Split the file, or delete the blank rows at its end."
            )
            % {"count": rows, "limit": min(limits.rows, limits.area // max(columns, 1))},
        )


class UsedRange:
    """The last row and column of one part that a cell stands in, counted from 1; 0 without any. Fed piece by piece.

    ``has_hidden``: some row or column may be hidden. ``has_formulas``: some cell may hold a formula or an error.
    """

    def __init__(self, limits: ImportLimits) -> None:
        self.rows = self.columns = 0
        self.has_hidden = False
        self.has_formulas = False
        self._limits = limits
        self._has_begun = False
        self._rest = b""
        self._cells = 0
        # Where the last tag stood, for those that name no place: they follow it.
        self._row = self._column = 0

    def feed(self, chunk: bytes) -> None:
        """Raises FileProblem as soon as the limits are passed, or for what no program writes."""
        text = self._rest + chunk
        if not self._has_begun:
            at = text.find(_BEGIN)
            if at < 0:
                self._rest = text[-len(_BEGIN) :]
                return
            # Columns are described before the cells.
            self.has_hidden |= _HIDDEN in text[:at]
            self._has_begun, text = True, text[at:]
        self.has_formulas |= any(sign in text for sign in _FORMULAS)
        # A tag that was cut in two stands whole at the start of the next round.
        end = _end_of_tags(text)
        if not self._measure(text[:end]):
            end = self._read_tags(text)
        self._rest = text[end:]
        if len(self._rest) > _LONGEST_TAG:
            raise _damaged()
        self._check()

    def close(self) -> None:
        """After the last piece: a tag that never ended counts as well."""
        if self._has_begun:
            self._read_tags(self._rest, is_last=True)
            self._check()

    def _check(self) -> None:
        check_area(self.rows, self.columns, self._limits)
        if self._cells > self._limits.area:
            raise FileProblem("too-large", _("The sheet has more cells than are read. Split the file."))

    def _measure(self, text: bytes) -> bool:
        """The plain way; False where the text has to be read tag by tag."""
        data = np.frombuffer(text + bytes(_REACH), dtype=np.uint8)
        at = np.flatnonzero((data[: len(text)] == ord("<")) & (data[1 : len(text) + 1] != ord("/")))
        # The eight bytes from each place on, as a number.
        tags = as_strided(data, (len(text), 8), (1, 1)).view("<u8")[at, 0]
        is_cell, is_row = _begins(tags, _CELL), _begins(tags, _ROW)
        is_other = ~(is_cell | is_row)
        for simple in _OF_NO_CONCERN:
            is_other &= ~_begins(tags, simple)
        others = at[is_other]
        if len(others) > _MOST_OTHERS or any(_ROW_OR_CELL.match(text, place) for place in others.tolist()):
            return False
        cells, rows = at[is_cell], at[is_row]
        columns, letters_end = _numerals(data, cells + len(_CELL), _LETTERS, 1, _MOST_LETTERS)
        cell_rows, cells_end = _numerals(data, letters_end, _DIGITS, 0, _MOST_DIGITS)
        row_numbers, rows_end = _numerals(data, rows + len(_ROW), _DIGITS, 0, _MOST_DIGITS)
        are_plain = (columns > 0).all() and (data[np.concatenate([cells_end, rows_end])] == ord('"')).all()
        if not are_plain:
            return False
        if _HIDDEN in text:
            self.has_hidden |= any(text.find(_HIDDEN, place, text.find(b">", place)) >= 0 for place in rows.tolist())
        self._cells += len(cells)
        self.columns = max(self.columns, int(columns.max(initial=0)))
        self.rows = max(self.rows, int(cell_rows.max(initial=0)))
        if len(cells) and (not len(rows) or cells[-1] > rows[-1]):
            self._row, self._column = int(cell_rows[-1]), int(columns[-1])
        elif len(rows):
            self._row, self._column = int(row_numbers[-1]), 0
        return True

    def _read_tags(self, text: bytes, *, is_last: bool = False) -> int:
        """Counts every tag that any reading of the text could mean; returns where the first unfinished one begins.

        What stands in a comment or within quotes is counted too, but hides nothing that follows it.
        """
        lexed = 0
        for start in _START.finditer(text):
            attributes = _ATTRIBUTES.match(text, start.end())
            inside = attributes[0] if attributes else b""
            if not is_last and not text.startswith(b">", start.end() + len(inside)):
                return start.start()
            lexed += len(inside)
            if lexed > _MOST_NESTED * len(text):
                raise _damaged()
            self._note(start[1], inside)
        return _end_of_tags(text)

    def _note(self, kind: bytes, attributes: bytes) -> None:
        named = [one or other for one, other in _PLACE.findall(attributes)]
        if kind == b"row":
            # What isn't a number is no row to calamine either.
            numbers = [int(name) for name in named if name.isdigit() and len(name) <= _LONGEST_NUMBER]
            self._row, self._column = max(numbers, default=self._row + 1), 0
            self.has_hidden |= _HIDDEN in attributes
            return
        self._column += 1
        for letters, number in _REFERENCE.findall(b" ".join(named)):
            self._column = max(self._column, column_position(letters.decode()) + 1)
            self._row = max(self._row, int(number))
        self._cells += 1
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)


def _damaged() -> FileProblem:
    return FileProblem("damaged", _("The file is damaged in a way that can't be read."))


def _end_of_tags(text: bytes) -> int:
    """Where the last tag begins, if it doesn't end; of a plain cell or row, that is enough to know its place."""
    last = text.rfind(b"<")
    return last if last >= 0 and text.find(b">", last) < 0 else len(text)


def _numerals(data: Bytes, places: Places, signs: bytes, least: int, longest: int) -> tuple[Places, Places]:
    """The number that stands at each place, of at most so many digits, and where it ends. ``least``: the first digit's
    value; columns count in letters, from 1 for A, and 0 says that there is none."""
    numbers, places = np.zeros_like(places), places.copy()
    for _step in range(longest):
        signs_here = data[places]
        is_digit = (signs_here >= signs[0]) & (signs_here <= signs[-1])
        if not is_digit.any():
            break
        numbers = np.where(is_digit, numbers * len(signs) + signs_here - signs[0] + least, numbers)
        places += is_digit
    return numbers, places


def _begins(tags: NDArray[np.uint64], start: bytes) -> NDArray[np.bool_]:
    """Which of the tags, of eight bytes each, begin so."""
    mask = np.uint64((1 << 8 * len(start)) - 1)
    return (tags & mask) == np.uint64(int.from_bytes(start, "little"))
