"""A cell's value → text, with nothing guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from common.spreadsheets import may_be_neutralised, without_neutraliser

# Characters that XML and databases refuse or that only steer the direction of text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_ASCII_CONTROL = bytes(range(0x20)) + b"\x7f"
TOO_LONG_MARK = "\u2026\u2063"


def clean_text(text: str, limit: int) -> str:
    """Without control characters and direction marks, edges trimmed; cut at the limit and marked as cut."""
    if not text.isascii() or not text.isprintable():
        text = _CONTROL.sub("", text)
    text = text.strip()
    if len(text) > limit:
        text = text[:limit] + TOO_LONG_MARK
    return text


def is_cut(text: str) -> bool:
    return text.endswith(TOO_LONG_MARK)


def as_text(value: Any, limit: int, zeros: int = 0) -> str:
    """The text of a value as a spreadsheet's reader gives it. ``zeros``: width of a number shown with leading zeros."""
    if isinstance(value, str):
        return clean_text(value, limit)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e16:
            return str(int(value)).zfill(zeros)
        return repr(value)
    if isinstance(value, int):
        return str(value).zfill(zeros)
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return str(value)
    return clean_text(str(value), limit)


def as_texts(values: list[Any], limit: int) -> list[str]:
    """A whole row at once; most rows hold nothing to clean, which one look at all of it shows."""
    cells = [value.strip() if value.__class__ is str else as_text(value, limit) for value in values]
    whole = " ".join(cells)
    if len(whole) > limit or _may_need_cleaning(whole):
        cells = [clean_text(cell, limit) for cell in cells]
    return [without_neutraliser(cell).strip() for cell in cells] if may_be_neutralised(whole) else cells


def _may_need_cleaning(text: str) -> bool:
    if text.isascii():
        # Says the same as isprintable(), in half the time.
        return len(text.encode().translate(None, _ASCII_CONTROL)) < len(text)
    return not text.isprintable()


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """Without the blanks at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])
