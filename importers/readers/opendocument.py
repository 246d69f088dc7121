"""ODS: read as a stream, with repeated cells bounded; the text that the sheet shows is what counts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from importers.readers.cells import clean_text, trimmed
from importers.readers.limits import FileProblem, ImportLimits
from importers.readers.sheets import SheetRow, Worksheet
from importers.readers.used_range import check_area

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ERROR = re.compile(r"#[\w/.]+[!?]?|Err:\d{3}")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_opendocument(package: zipfile.ZipFile, limits: ImportLimits) -> tuple[Worksheet, ...]:
    names: list[tuple[str, bool]] = []
    hidden: dict[str, list[int]] = {}
    errors: dict[str, dict[tuple[int, int], str]] = {}
    uncalculated: dict[str, dict[tuple[int, int], str]] = {}
    for event in _events(package):
        if event[0] == "table":
            names.append((event[1], True))
        elif event[0] == "hidden":
            hidden.setdefault(names[-1][0], []).append(event[1])
        elif event[0] == "error":
            errors.setdefault(names[-1][0], {})[event[1], event[2]] = event[3]
        elif event[0] == "uncalculated":
            uncalculated.setdefault(names[-1][0], {})[event[1], event[2]] = event[3]
    if not names:
        raise FileProblem("empty", _("The document has no table."))
    return tuple(
        Worksheet(
            name=name,
            open_rows=_OpenDocumentRows(package, name, limits),
            hidden_rows=tuple(hidden.get(name, ())),
            notes=(
                (_("Hidden rows are read too: %(rows)s.") % {"rows": ", ".join(map(str, hidden[name][:20]))},)
                if name in hidden
                else ()
            ),
            errors=errors.get(name, {}),
            uncalculated=uncalculated.get(name, {}),
        )
        for name, _visible in names
    )


def _events(package: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """("table", name), ("row", first number, repeats, [(text, repeats)]) and ("hidden", number)."""
    number = 1
    depth = 0
    try:
        with package.open("content.xml") as part:
            for kind, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
                if element.tag == f"{_TABLE}table":
                    depth += 1 if kind == "start" else -1
                    if kind == "start" and depth == 1:
                        number = 1
                        yield "table", element.get(f"{_TABLE}name", "")
                    if kind == "end":
                        element.clear()
                elif kind == "end" and element.tag == f"{_TABLE}table-row":
                    repeats = _repeats(element, "rows")
                    cells = [
                        (_shown(cell), _repeats(cell, "columns")) for cell in element if cell.tag.startswith(_TABLE)
                    ]
                    if element.get(f"{_TABLE}visibility") in ("collapse", "filter") and any(text for text, _n in cells):
                        yield "hidden", number
                    yield from _formulas(element, number)
                    yield "row", number, repeats, cells
                    number += repeats
                    element.clear()
    except (ParseError, DefusedXmlException, KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        if isinstance(error, FileProblem):
            raise
        raise FileProblem("damaged", _("The document is damaged and can't be read.")) from error


def _formulas(row: Any, number: int) -> Iterator[tuple[Any, ...]]:
    """("error", row, column, text) and ("uncalculated", row, column, formula) of the row's cells."""
    position = 0
    for cell in row:
        if not cell.tag.startswith(_TABLE):
            continue
        formula = cell.get(f"{_TABLE}formula")
        if cell.get(f"{_CALC}value-type") == "error" or (formula and _ERROR.fullmatch(_shown(cell))):
            yield "error", number, position, _shown(cell)
        elif formula and not cell.get(f"{_OFFICE}value-type") and not _shown(cell):
            yield "uncalculated", number, position, formula.removeprefix("of:")[:200]
        position += _repeats(cell, "columns")


def _repeats(element: Any, of: str) -> int:
    try:
        return max(1, int(element.get(f"{_TABLE}number-{of}-repeated", "1")[:9]))
    except ValueError:
        return 1


def _shown(cell: Any) -> str:
    """The date of a date cell in ISO form, otherwise the paragraphs that the cell shows."""
    if cell.get(f"{_OFFICE}value-type") == "date":
        return str(cell.get(f"{_OFFICE}date-value", "")).replace("T", " ").removesuffix(" 00:00:00")
    paragraphs = [_words(paragraph) for paragraph in cell if paragraph.tag == f"{_TEXT}p"]
    return "\n".join(paragraphs)


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")[:3]), 100))
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


class _OpenDocumentRows:
    def __init__(self, package: zipfile.ZipFile, name: str, limits: ImportLimits) -> None:
        self.package, self.name, self.limits = package, name, limits

    def __call__(self) -> Iterator[SheetRow]:
        current = None
        for event in _events(self.package):
            if event[0] == "table":
                current = event[1]
            elif event[0] == "row" and current == self.name:
                _kind, number, repeats, cells = event
                if not any(text for text, _n in cells):
                    continue
                row = self._row(cells)
                check_area(number + repeats - 1, len(row), self.limits)
                for n in range(repeats):
                    yield SheetRow(number + n, row)

    def _row(self, cells: list[tuple[str, int]]) -> tuple[str, ...]:
        last = max(n for n, (text, _repeats) in enumerate(cells) if text)
        texts: list[str] = []
        for text, repeats in cells[: last + 1]:
            check_area(1, len(texts) + repeats, self.limits)
            texts += [clean_text(text, self.limits.cell)] * repeats
        return trimmed(texts)
