"""What formulas left in a sheet's XML and its values don't tell: errors, results never calculated, targets of links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from importers.readers.packages import Package, stream
from importers.readers.sheets import column_position

Place = tuple[int, int]

_CELL = re.compile(rb"<(?:\w+:)?c\s(?P<attributes>[^>]*[^>/])>(?P<inside>\s*<(?:\w+:)?[fv]\b.*?)</(?:\w+:)?c>", re.S)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_LINK = re.compile(r'^\s*(?:_xlfn\.)?HYPERLINK\(\s*"((?:https?|mailto):[^"]+)"', re.I)
# A cell that is longer is no formula that anybody looks at.
_LONGEST_CELL = 1 << 16
_MOST = 100_000
_SHOWN = 200


@dataclass
class Formulas:
    """By place (row from 1, column from 0): the error shown, the formula without a result, the address of a link."""

    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: dict[Place, str] = field(default_factory=dict)
    links: dict[Place, str] = field(default_factory=dict)


def read_formulas(package: Package, part: str) -> Formulas:
    formulas = Formulas()
    rest = b""
    for chunk in stream(package, part):
        text = rest + chunk
        end = 0
        for match in _CELL.finditer(text):
            end = match.end()
            _note(match["attributes"], match["inside"], formulas)
        # A cell that was cut in two stands whole at the start of the next round.
        cut = max(end, len(text) - _LONGEST_CELL)
        rest = text[cut:]
        if len(formulas.errors) + len(formulas.uncalculated) + len(formulas.links) > _MOST:
            break
    return formulas


def _note(attributes: bytes, inside: bytes, formulas: Formulas) -> None:
    kind = _TYPE.search(attributes)
    is_error = kind is not None and kind[1] == b"e"
    formula = _FORMULA.search(inside)
    if formula is None and not is_error:
        return
    at = _PLACE.search(attributes)
    if at is None:
        return
    place = int(at[2]), column_position(at[1].decode())
    value = _VALUE.search(inside)
    shown = unescape(value[1].decode("utf-8", "replace")).strip() if value else ""
    words = unescape((formula[1] or b"").decode("utf-8", "replace")) if formula else ""
    if is_error:
        formulas.errors[place] = shown or "#N/A"
    elif not shown and (kind is None or kind[1] != b"str"):
        formulas.uncalculated[place] = f"={words}"[:_SHOWN]
    if link := _LINK.match(words):
        formulas.links[place] = link[1]
