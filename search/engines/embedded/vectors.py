"""The vectors beside a tantivy index: for each space a file of 384 signed bytes a row, which only ever grows.

A document's `row` is never used twice, so a reader that maps the file sees, for every row its tantivy commit names, the
vectors that were written before that commit. Rows of deleted or replaced documents stay until the next rebuild; they
are recognised by no living document having the row.
"""

import threading
from pathlib import Path

import numpy as np

from search.encoder import DIMENSIONS, Vectors
from search.encoder.spaces import SPACES
from search.encoder.store import Quantised, quantise
from search.ranking.candidate_columns import Floats

try:
    from simsimd import cdist
except ImportError:
    cdist = None  # type: ignore[assignment]


class RowWriter:
    """Appends rows to the spaces' files; used under the index's write lock only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def count(self) -> int:
        counter = self._folder / "rows"
        return int(counter.read_text()) if counter.exists() else 0

    def append(self, rows: dict[str, Quantised], number: int) -> None:
        """Write `number` documents' vectors (space to array of that many rows) from row `count` on."""
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


class Space:
    """One space's rows, mapped into memory as they lie in the file, all compared with each query.

    Neither way makes a copy in memory or starts threads that spin while the other core is busy, as numpy's product of
    floats does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rows: Quantised = np.zeros((0, DIMENSIONS), dtype=np.int8)

    def nearest(self, query: Vectors, count: int, among: np.ndarray | None = None) -> tuple[np.ndarray, Vectors]:
        """Rows and cosines of the `count` nearest, best first; rows without a vector are left out. among: only these.

        The query is rounded to bytes like the rows, which moves a cosine by less than 0.002.
        """
        rows = self._mapped()
        if among is not None:
            among = among[among < len(rows)]
            rows = rows[among]
        if not len(rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        distances = _distances(quantise(query[None])[0], rows)
        places, cosines = _nearest(distances, count)
        return (places if among is None else among[places]), cosines

    def cosines(self, query: Vectors, rows: np.ndarray) -> Floats:
        """Cosines of given rows; not a number for a row without a vector."""
        mapped = self._mapped()
        cosines = np.full(len(rows), np.nan)
        inside = rows < len(mapped)
        values = mapped[rows[inside]].astype(np.float32)
        squares = np.einsum("ij,ij->i", values, values)
        cosines[inside] = np.divide(
            values @ query, np.sqrt(squares), out=np.full(len(values), np.nan, np.float32), where=squares > 0
        )
        return cosines

    def _mapped(self) -> Quantised:
        with self._lock:
            count = self._path.stat().st_size // DIMENSIONS if self._path.exists() else 0
            if count > len(self._rows):
                self._rows = np.asarray(np.memmap(self._path, dtype=np.int8, mode="r", shape=(count, DIMENSIONS)))
            return self._rows


class Spaces:
    def __init__(self, folder: Path) -> None:
        self._spaces = {name: Space(folder / f"{name}.i8") for name in SPACES}

    def __getitem__(self, name: str) -> Space:
        return self._spaces[name]


def _distances(query: Quantised, rows: Quantised) -> Vectors:
    """1 minus the cosine of each row with the query; 1 for a row or query without a vector.

    numpy takes six to ten times as long as simsimd, which is nothing for some hundred rows and much for 100,000.
    """
    if cdist is not None:
        return np.asarray(cdist(query[None], rows, metric="cosine"))[0].astype(np.float32)
    products = np.einsum("ij,j->i", rows, query, dtype=np.int32)
    squares = np.einsum("ij,ij->i", rows, rows, dtype=np.int32)
    lengths = np.sqrt(squares.astype(np.float64) * int(query.astype(np.int32) @ query))
    cosines = np.divide(products, lengths, out=np.zeros(len(rows)), where=lengths > 0)
    return (1.0 - cosines).astype(np.float32)


def _nearest(distances: Vectors, count: int) -> tuple[np.ndarray, Vectors]:
    """Distance 1 is a row without a vector: nothing is at right angles to anything in this model's space."""
    count = min(count, len(distances))
    picked = np.argpartition(distances, count - 1)[:count] if count < len(distances) else np.arange(len(distances))
    order = picked[np.lexsort((picked, distances[picked]))]
    order = order[distances[order] != 1.0]
    return order, 1.0 - distances[order]
