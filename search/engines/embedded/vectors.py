"""The vectors beside a tantivy index: for each space a file of 384 signed bytes a row, which only ever grows.

A document's `row` is never used twice, so a reader that maps the file sees, for every row its tantivy commit names, the
vectors that were written before that commit. Rows of deleted or replaced documents stay until the next rebuild; they
are recognised by no living document having the row.
"""

import threading
from pathlib import Path
from typing import Final

import numpy as np

from search.encoder import DIMENSIONS, Vectors
from search.encoder.spaces import SPACES
from search.encoder.store import Quantised, restore

# Up to this many rows, all are compared exactly; above, a first pass in few dimensions picks whom to compare.
_EXACT_ROWS: Final = 20_000
_COARSE_DIMENSIONS: Final = 64
_COARSE_FACTOR: Final = 6
_CHUNK: Final = 8192


class RowWriter:
    """Appends rows to the spaces' files; used under the index's write lock only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def count(self) -> int:
        counter = self._folder / "rows"
        return int(counter.read_text()) if counter.exists() else 0

    def append(self, rows: dict[str, Quantised], number: int) -> int:
        """Write `number` documents' vectors (space to array of that many rows); returns the first row."""
        first = self.count
        for space, values in rows.items():
            with (self._folder / f"{space}.i8").open(
                "r+b" if (self._folder / f"{space}.i8").exists() else "w+b"
            ) as file:
                # Beyond the end the file system fills with zeros, which cost no disk where it knows sparse files.
                file.seek(first * DIMENSIONS)
                file.write(values.tobytes())
        (self._folder / "rows.new").write_text(str(first + number))
        (self._folder / "rows.new").replace(self._folder / "rows")
        return first


class Space:
    """One space's rows in memory: exact as float32 while few, reduced to the main directions when many."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._bytes: Quantised = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._near: Vectors = np.zeros((0, DIMENSIONS), dtype=np.float32)
        self._directions: Vectors | None = None

    def nearest(self, query: Vectors, count: int) -> tuple[np.ndarray, Vectors]:
        """Rows and cosines of the `count` nearest, best first; rows without a vector are left out."""
        with self._lock:
            self._refresh()
            near, directions, exact = self._near, self._directions, self._bytes
        if not len(near):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if directions is None:
            return _top(near @ query, count)
        rows, _coarse = _top(near @ (directions @ query), count * _COARSE_FACTOR)
        order, cosines = _top(restore(exact[rows]) @ query, count)
        return rows[order], cosines

    def cosines(self, query: Vectors, rows: np.ndarray) -> Vectors:
        """Cosines of given rows; 0 for a row without a vector."""
        with self._lock:
            self._refresh()
            exact = self._bytes
        found = np.zeros(len(rows), dtype=np.float32)
        inside = rows < len(exact)
        found[inside] = restore(exact[rows[inside]]) @ query
        return found

    def _refresh(self) -> None:
        if not self._path.exists():
            return
        count = self._path.stat().st_size // DIMENSIONS
        if count <= len(self._bytes):
            return
        self._bytes = np.memmap(self._path, dtype=np.int8, mode="r", shape=(count, DIMENSIONS))
        if count > _EXACT_ROWS and self._directions is None:
            self._directions = main_directions(self._bytes)
            self._near = np.zeros((0, _COARSE_DIMENSIONS), dtype=np.float32)
        fresh = []
        for start in range(len(self._near), count, _CHUNK):
            values = restore(self._bytes[start : start + _CHUNK])
            fresh.append(values if self._directions is None else values @ self._directions.T)
        self._near = np.concatenate([self._near, *fresh])


class Spaces:
    def __init__(self, folder: Path) -> None:
        self._spaces = {name: Space(folder / f"{name}.i8") for name in SPACES}

    def __getitem__(self, name: str) -> Space:
        return self._spaces[name]


def main_directions(rows: Quantised) -> Vectors:
    """The directions in which a sample of the rows differs most, shape (64, 384)."""
    step = max(1, len(rows) // 4096)
    sample = restore(np.asarray(rows[::step]))
    values, vectors = np.linalg.eigh(sample.T @ sample)
    return np.ascontiguousarray(vectors[:, np.argsort(-values)[:_COARSE_DIMENSIONS]].T.astype(np.float32))


def _top(scores: Vectors, count: int) -> tuple[np.ndarray, Vectors]:
    count = min(count, len(scores))
    picked = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    order = picked[np.lexsort((picked, -scores[picked]))]
    order = order[scores[order] != 0.0]
    return order, scores[order]
