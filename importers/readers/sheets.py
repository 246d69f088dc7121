"""What every reader gives: a file's sheets, and a sheet's rows as text under the numbers that Excel shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class SheetRow(NamedTuple):
    """``number`` as Excel counts (from 1); ``cells`` from column A on, trailing blanks cut."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Worksheet:
    """``open_rows()`` streams the rows that hold anything. ``notes`` are sentences for the curator.

    By place (row from 1, column from 0): the ``errors`` that cells show, formulas that were ``uncalculated``, and the
    addresses behind ``links``.
    """

    name: str
    open_rows: Callable[[], Iterator[SheetRow]]
    is_visible: bool = True
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: Mapping[tuple[int, int], str] = field(default_factory=dict)
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def rows(self) -> Iterator[SheetRow]:
        return self.open_rows()


@dataclass(frozen=True)
class SourceFile:
    """A file that was let in. ``digest`` is the SHA-256 of its bytes; ``encoding`` and ``delimiter`` of text files."""

    name: str
    kind: str
    digest: str
    sheets: tuple[Worksheet, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = field(default=())


def column_letter(position: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """A → 0, AA → 26. Raises ValueError for anything else than letters."""
    position = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        position = position * 26 + ord(letter) - 64
    if not position:
        raise ValueError(letters)
    return position - 1
