"""Where a sheet's table begins: its header in one or two rows under titles and instructions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from importers.lexicon.answers import is_answer
from importers.lexicon.headers import match_header
from importers.readers import FileProblem, SheetRow, Worksheet, column_letter

_LOOKED_AT = 80
_HEADER_WITHIN = 50
_KNOWN = 0.55
_LONG = 160
_REPEATED = 3
# Titles, hints and group names stand above a header; each further row as wide as it speaks against it.
_TITLES, _AS_WIDE, _OF_ROWS_ABOVE = 2, 0.7, 2.5
_DATA = re.compile(
    r"^(https?://\S+|\S+@\S+\.\S+|[-+]?[\d.,\s]+%?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|uuid:.*)$"
)


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A column's heading: ``header`` as the sheet shows it, ``option`` where a second row names a choice."""

    position: int
    header: str
    option: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.position)


@dataclass(frozen=True)
class SurveyTable:
    """A sheet's table. ``header_rows`` as Excel counts; ``rows()`` streams the rows below, without repeated headers."""

    sheet: Worksheet
    header_rows: tuple[int, ...]
    headings: tuple[ColumnHeading, ...]
    notes: tuple[str, ...] = field(default=())

    def rows(self) -> Iterator[SheetRow]:
        last = self.header_rows[-1]
        header = tuple(heading.header for heading in self.headings)
        for row in self.sheet.rows():
            if row.number > last and not _repeats(row.cells, header):
                yield row

    @property
    def header_row(self) -> int | list[int]:
        """As the report gives it."""
        return self.header_rows[0] if len(self.header_rows) == 1 else list(self.header_rows)


def find_table(sheet: Worksheet, header_row: int | None = None) -> SurveyTable:
    """``header_row``: the curator's choice. Raises FileProblem when nothing looks like a table."""
    rows = list(islice(sheet.rows(), _LOOKED_AT))
    if not rows:
        raise FileProblem("empty", _("The sheet “%(name)s” is empty.") % {"name": sheet.name})
    if header_row is not None:
        at = next((n for n, row in enumerate(rows) if row.number == header_row), None)
        if at is None:
            raise FileProblem("no-header", _("Row %(row)d holds no header.") % {"row": header_row})
    else:
        at = _best_row(rows)
    first, headings = _headings(rows, at)
    used = tuple(row.number for row in rows[first : at + 1]) if first < at else (rows[at].number,)
    if len(used) == 1 and at + 1 < len(rows) and _is_second_header(rows[at].cells, rows[at + 1].cells):
        headings = _combined(rows[at].cells, rows[at + 1].cells)
        used = (rows[at].number, rows[at + 1].number)
    if not headings:
        raise FileProblem("no-header", _("The sheet “%(name)s” has no row that names columns.") % {"name": sheet.name})
    notes = [*sheet.notes]
    if used[0] > 1:
        notes.append(_("The columns are named in row %(row)d; the rows above it are not read.") % {"row": used[0]})
    return SurveyTable(sheet, used, headings, tuple(notes))


def choose_sheet(sheets: Sequence[Worksheet], name: str = "") -> Worksheet:
    """The sheet of that name, or the one that looks most like a table of answers. Raises FileProblem."""
    if name:
        for sheet in sheets:
            if sheet.name == name:
                return sheet
        names = ", ".join(sheet.name for sheet in sheets)
        raise FileProblem(
            "no-sheet", _("There is no sheet “%(name)s”. The file has: %(names)s.") % {"name": name, "names": names}
        )
    if len(sheets) == 1:
        return sheets[0]
    scored = []
    for n, sheet in enumerate(sheets):
        rows = list(islice(sheet.rows(), _LOOKED_AT))
        if not rows:
            continue
        best = max((_score(row.cells) for row in rows[:_HEADER_WITHIN]), default=0.0)
        filled = sum(len(row.cells) > 1 for row in rows)
        scored.append((best + min(filled, 20) / 10 - (0 if sheet.is_visible else 5), -n, sheet))
    if not scored:
        raise FileProblem("empty", _("The workbook has no sheet with cells."))
    return max(scored, key=lambda entry: entry[:2])[2]


def _best_row(rows: Sequence[SheetRow]) -> int:
    within = rows[:_HEADER_WITHIN]
    widths = [sum(bool(cell) for cell in row.cells) for row in within]
    scores = [
        _score(row.cells) - _OF_ROWS_ABOVE * max(0, _as_wide_above(widths, n) - _TITLES) for n, row in enumerate(within)
    ]
    best = max(scores)
    if best >= 2:
        return scores.index(best)
    # No word is known: the first row that is as wide as most, of words only.
    most = max(widths)
    for n, row in enumerate(within):
        if widths[n] >= max(2, 0.7 * most) and not any(_DATA.match(cell) for cell in row.cells if cell):
            return n
    return widths.index(most)


def _as_wide_above(widths: Sequence[int], at: int) -> int:
    """How many rows above are about as wide: under a header they are answers, above it there are none."""
    return sum(width >= max(2, _AS_WIDE * widths[at]) for width in widths[:at])


def _score(cells: Sequence[str]) -> float:
    """How much a row looks like names of columns."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return 0.5 if filled and len(cells) == 1 and _is_known(filled[0]) else 0.0
    known = len({kind for cell in filled if (kind := _known_kind(cell))})
    data = sum(bool(_DATA.match(cell)) for cell in filled)
    long = sum(len(cell) > _LONG for cell in filled)
    distinct = len(set(filled)) / len(filled)
    return 2.0 * known + 0.2 * min(len(filled), 20) * distinct - 1.5 * data - 1.0 * long


def _known_kind(cell: str) -> str:
    if len(cell) > 2 * _LONG:
        return ""
    for text in (cell, last_part(cell)):
        hits = match_header(text)
        if hits and hits[0].score >= _KNOWN:
            return hits[0].kind
    return ""


def _is_known(cell: str) -> bool:
    return bool(_known_kind(cell))


def last_part(header: str) -> str:
    """“g2/tool_types” → “tool_types”."""
    return header.rsplit("/", 1)[-1] if "/" in header and " / " not in header else header


def _headings(rows: Sequence[SheetRow], at: int) -> tuple[int, tuple[ColumnHeading, ...]]:
    """Headings of one row, or of it and group titles above it."""
    cells = rows[at].cells
    if at and _is_group_row(rows[at - 1].cells, cells) and rows[at - 1].number == rows[at].number - 1:
        return at - 1, _grouped(rows[at - 1].cells, cells)
    return at, tuple(ColumnHeading(n, cell) for n, cell in enumerate(cells) if cell)


def _is_group_row(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Titles over several columns each: at least two, every one followed by a blank over a named column."""
    starts = [n for n, cell in enumerate(above) if cell]
    if len(starts) < 2 or len(starts) > len(cells) * 0.7:
        return False
    spans = [n for n in starts if n + 1 < len(cells) and cells[n + 1] and (n + 1 >= len(above) or not above[n + 1])]
    return len(spans) >= 2 and not any(_DATA.match(above[n]) for n in starts)


def _grouped(above: Sequence[str], cells: Sequence[str]) -> tuple[ColumnHeading, ...]:
    """The group's title goes before a heading that needs it, since it stands twice or is no known name."""
    headings = []
    title = ""
    repeated = {cell for cell in cells if cell and list(cells).count(cell) > 1}
    for n, cell in enumerate(cells):
        title = (above[n] if n < len(above) else "") or title
        if cell:
            needs_title = cell in repeated or not _is_known(cell)
            headings.append(ColumnHeading(n, f"{title}: {cell}" if needs_title and title else cell))
    return tuple(headings)


def _is_second_header(top: Sequence[str], bottom: Sequence[str]) -> bool:
    """Choices under their question, as SurveyMonkey writes them."""
    width = max(len(top), len(bottom))
    upper = [*top, *[""] * (width - len(top))]
    lower = [*bottom, *[""] * (width - len(bottom))]
    lower = ["" if below == above else below for above, below in zip(upper, lower, strict=True)]
    under_blank = [n for n in range(width) if lower[n] and not upper[n]]
    if len(under_blank) < 2 or any(_DATA.match(cell) or len(cell) > _LONG for cell in lower if cell):
        return False
    rest = [
        n for n in range(width) if upper[n] and lower[n] and not (n + 1 < width and lower[n + 1] and not upper[n + 1])
    ]
    # What stands under every open question says so in some language: “Open-Ended Response”.
    below = [lower[n] for n in rest]
    repeated = {text for text, count in Counter(below).most_common(1) if count >= _REPEATED}
    plain_answers = sum(is_answer("open", text) or is_answer("other", text) or text in repeated for text in below)
    return plain_answers >= 0.8 * len(below)


def _combined(top: Sequence[str], below_it: Sequence[str]) -> tuple[ColumnHeading, ...]:
    headings = []
    question = ""
    bottom = list(below_it)
    for n in range(max(len(top), len(bottom))):
        above = top[n] if n < len(top) else ""
        below = bottom[n] if n < len(bottom) else ""
        question = above or question
        if above or below:
            is_open = below == above or is_answer("open", below) or (above and bottom.count(below) >= _REPEATED)
            option = "" if is_open else below
            headings.append(ColumnHeading(n, question, option))
    return tuple(headings)


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    """The header once more, as pasted sheets have it."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and filled == [text for text in header if text]
