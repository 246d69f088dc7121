"""The cards of an index's documents by row: one file of JSON that only ever grows, and one of where each card ends.

Ranking reads some two hundred cards a query; from tantivy's own store, where they lie in compressed blocks, each would
take ten times as long. Rows are those of `search.engines.embedded.vectors`: never used twice, so a card can be kept.
"""

import json
import mmap
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

# Kept ones are seen by every walk of the garbage collector, which at many a reader would notice.
_KEPT: Final = 1024
_END: Final = np.dtype("<i8")


class CardWriter:
    """Appends cards; used under the index's write lock only."""

    def __init__(self, folder: Path) -> None:
        self._cards = folder / "cards.json"
        self._ends = folder / "cards.ends"
        folder.mkdir(parents=True, exist_ok=True)
        self._cards.touch()
        self._ends.touch()

    def append(self, first: int, cards: Iterable[Mapping[str, Any]]) -> None:
        """Write the cards of the rows from `first` on; what a killed process left there is written over."""
        ends = np.fromfile(self._ends, dtype=_END, count=first)
        place = int(ends[-1]) if first else 0
        found = []
        with self._cards.open("r+b") as file:
            file.seek(place)
            for card in cards:
                place += file.write(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
                found.append(place)
            file.truncate()
        with self._ends.open("r+b") as file:
            file.seek(first * _END.itemsize)
            file.write(np.array(found, dtype=_END).tobytes())
            file.truncate()


class Cards:
    """Reads cards of rows that a commit names. Raises ValueError or OSError where the files are damaged."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "cards.json"
        self._ends_path = folder / "cards.ends"
        self._lock = threading.Lock()
        self._ends = np.zeros(0, dtype=_END)
        self._bytes: mmap.mmap | bytes = b""
        self._kept: dict[int, dict[str, Any]] = {}

    def __getitem__(self, row: int) -> dict[str, Any]:
        known = self._kept.get(row)
        if known is None:
            known = self._read(row)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[row] = known
        return known

    def _read(self, row: int) -> dict[str, Any]:
        with self._lock:
            if row >= len(self._ends):
                self._map()
            if row >= len(self._ends):
                raise ValueError(f"the index has no card of row {row}")
            start = int(self._ends[row - 1]) if row else 0
            text = self._bytes[start : int(self._ends[row])]
        card: dict[str, Any] = json.loads(text)
        return card

    def _map(self) -> None:
        self._ends = np.fromfile(self._ends_path, dtype=_END)
        with self._path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(self._ends) else b""
