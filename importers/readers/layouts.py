"""What a sheet's XML says beside the values: what is hidden, merged, or shown with leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from importers.readers.formulas import Formulas, read_formulas
from importers.readers.limits import ImportLimits
from importers.readers.packages import Package, is_large, stream
from importers.readers.sheets import column_position

# As long as a tag of these may be.
_OVERLAP = 512
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COL = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')


@dataclass
class Layout:
    """Rows count from 1, columns from 0; of ``merged`` both from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    zeros: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    formulas: Formulas = field(default_factory=Formulas)


def read_layout(package: Package, part: str, limits: ImportLimits, zeros: dict[int, int]) -> Layout:
    """``zeros``: width by number of the cell styles that show leading zeros."""
    layout = Layout()
    used_range = package.used_ranges[part]
    if used_range.has_formulas:
        layout.formulas = read_formulas(package, part)
    has_slices = is_large(package.getinfo(part))
    if not (used_range.has_hidden or zeros or has_slices):
        return layout
    padded = None
    if zeros:
        styles = b"|".join(str(style).encode() for style in zeros)
        padded = re.compile(rb'<(?:\w+:)?c (?=[^>]*\br="([A-Z]{1,3})(\d+)")(?=[^>]*\bs="(' + styles + rb')")[^>]*>')
    rest, row = b"", 0
    for chunk in stream(package, part):
        text = rest + chunk
        # Of smaller sheets the reader says itself what is merged.
        if has_slices and b"mergeCell " in text:
            layout.merged += _merged(text, limits)
        if used_range.has_hidden:
            for match in _ROW.finditer(text):
                row = _note_row(match.group(1), row, layout)
            if not layout.hidden_columns:
                for match in _COL.finditer(text):
                    _note_columns(match.group(1), layout, limits)
        if padded is not None:
            for match in padded.finditer(text):
                letters, number, style = match.groups()
                layout.zeros[(int(number), column_position(letters.decode()))] = zeros[int(style)]
        # A tag that was cut in two stands whole at the start of the next round.
        cut = text.rfind(b"<", max(0, len(text) - _OVERLAP))
        rest = text[cut:] if cut >= 0 else b""
    layout.merged = list(dict.fromkeys(layout.merged))
    layout.hidden_rows = sorted(set(layout.hidden_rows))
    layout.hidden_columns = [n for n in sorted(set(layout.hidden_columns)) if n < used_range.columns]
    return layout


def _note_row(attributes: bytes, before: int, layout: Layout) -> int:
    """The row's number; one that bears none follows the one before."""
    number = _ROW_NUMBER.search(attributes)
    row = int(number.group(1)[:9]) if number else before + 1
    if _HIDDEN.search(attributes):
        layout.hidden_rows.append(row)
    return row


def _note_columns(attributes: bytes, layout: Layout, limits: ImportLimits) -> None:
    if not _HIDDEN.search(attributes):
        return
    given = dict(_ATTRIBUTE.findall(attributes))
    try:
        first, last = int(given[b"min"]), int(given[b"max"])
    except (KeyError, ValueError):
        return
    layout.hidden_columns += range(first - 1, min(last, limits.columns))


def _merged(text: bytes, limits: ImportLimits) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """((top, left), (bottom, right)) of merged cells."""
    return [
        (
            (int(top[:9]) - 1, column_position(left.decode())),
            (min(int(bottom[:9]), limits.rows) - 1, column_position(right.decode())),
        )
        for left, top, right, bottom in _MERGED.findall(text)
    ]
