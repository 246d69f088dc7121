"""What ranking knows of an index's documents, by row, in files that only ever grow.

heads: names and quality, as JSON. carried: numbers of facet values, which terms.tsv explains. Ranking reads some two
hundred records a query; from tantivy's own store, where documents lie in compressed blocks, each would take 20 times
as long. Rows are those of `search.engines.embedded.vectors`: never used twice.
"""

import json
import mmap
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from search.documents import SearchDocument
from search.ranking.candidate_columns import CandidateColumns, RecordHeader, TermNumbers

_END: Final = np.dtype("<i8")


class RecordColumnWriter:
    """Appends records; used under the index's write lock only."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._heads = _ByteRows(folder, "heads")
        self._carried = _ByteRows(folder, "carried")
        self._terms = _TermFile(folder / "terms.tsv")

    def append(self, first: int, documents: Iterable[SearchDocument]) -> None:
        """Write the records of the rows from `first` on; what a killed process left there is written over."""
        heads, carried = [], []
        for document in documents:
            head = RecordHeader.of_plain(document.card())
            heads.append(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode())
            carried.append(self._terms.terms.carried(document.facets))
        self._terms.save()
        self._heads.append(first, heads)
        self._carried.append(first, carried)


class RecordColumnFiles:
    """Reads records of rows that a commit names. Raises ValueError or OSError where the files are damaged."""

    def __init__(self, folder: Path) -> None:
        self._heads = _ByteRows(folder, "heads")
        self._carried = _ByteRows(folder, "carried")
        self._terms = _TermFile(folder / "terms.tsv")
        self._lock = threading.Lock()

    def columns(self, rows: Sequence[int]) -> CandidateColumns:
        heads = self.heads(rows)
        columns = CandidateColumns.of(heads, self._carried.read(rows), self._terms.terms)
        if len(columns.numbers) and int(columns.numbers.max()) >= len(self._terms.terms):
            with self._lock:
                self._terms.load()
            if int(columns.numbers.max()) >= len(self._terms.terms):
                raise ValueError("the index has records of unknown terms")
        return columns

    def heads(self, rows: Sequence[int]) -> list[RecordHeader]:
        rows_of_names = json.loads(b"[%b]" % b",".join(self._heads.read(rows)))
        return [
            RecordHeader(slug, name, maker, tuple(aliases), prior)
            for slug, name, maker, aliases, prior in rows_of_names
        ]


class _ByteRows:
    """Byte strings by row: one file of all of them, one of where each ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        self._ends_path = folder / f"{name}.ends"
        self._mapped: tuple[np.ndarray, mmap.mmap | bytes] = (np.zeros(0, dtype=_END), b"")

    def append(self, first: int, values: Iterable[bytes]) -> None:
        for path in (self._path, self._ends_path):
            path.touch()
        ends = np.fromfile(self._ends_path, dtype=_END, count=first)
        place = int(ends[-1]) if first else 0
        added = []
        with self._path.open("r+b") as file:
            file.seek(place)
            for row in values:
                place += file.write(row)
                added.append(place)
            file.truncate()
        with self._ends_path.open("r+b") as file:
            file.seek(first * _END.itemsize)
            file.write(np.array(added, dtype=_END).tobytes())
            file.truncate()

    def read(self, rows: Sequence[int]) -> list[bytes]:
        if not rows:
            return []
        ends, held = self._mapped
        if max(rows) >= len(ends):
            ends, held = self._mapped = self._map()
            if max(rows) >= len(ends):
                raise ValueError(f"the index has no card of row {max(rows)}")
        wanted = np.array(rows)
        starts = np.where(wanted > 0, ends[wanted - 1], 0)
        return [held[start:end] for start, end in zip(starts.tolist(), ends[wanted].tolist(), strict=True)]

    def _map(self) -> tuple[np.ndarray, mmap.mmap | bytes]:
        """Ends first: a row that they name has been written already."""
        ends = np.fromfile(self._ends_path, dtype=_END)
        if not self._path.stat().st_size:
            return ends, b""
        with self._path.open("rb") as file:
            return ends, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class _TermFile:
    """Facet values by number: a line each, key and value. A line that a killed process left half is dropped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._saved = 0
        self._size = 0
        self.terms = TermNumbers()
        self.load()

    def load(self) -> None:
        text = self._path.read_bytes() if self._path.exists() else b""
        text = text[: text.rfind(b"\n") + 1]
        for line in text.decode().split("\n")[self._saved : -1]:
            key, _tab, value = line.partition("\t")
            self.terms.number(key, value)
        self._saved, self._size = len(self.terms), len(text)

    def save(self) -> None:
        new = [self.terms.pair(number) for number in range(self._saved, len(self.terms))]
        if not new and self._path.exists():
            return
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            file.seek(self._size)
            file.write("".join(f"{key}\t{value}\n" for key, value in new).encode())
            file.truncate()
            self._size = file.tell()
        self._saved = len(self.terms)
