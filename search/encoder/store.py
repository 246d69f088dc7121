"""Vectors by content: what was encoded once is never encoded again.

A vector is kept as 384 signed bytes under the hash of its text. Bytes lose nothing that matters here: the model's own
weights have four bits, and a vector's length is restored when it is read. The starting data's vectors are part of the
repository (`search/data/`), others are appended to a file beside the index.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder.port import DIMENSIONS, Encoder, Vectors

Quantised = NDArray[np.int8]

SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "vectors.bin"
_KEY_BYTES: Final = 12
_RECORD: Final = np.dtype([("key", f"S{2 * _KEY_BYTES}"), ("vector", np.int8, (DIMENSIONS,))])


def key_of(text: str, encoder_name: str) -> bytes:
    return hashlib.blake2b(f"{encoder_name}\n{text}".encode(), digest_size=_KEY_BYTES).hexdigest().encode()


def quantise(vectors: Vectors) -> Quantised:
    """Rows to bytes, each by its own largest value; an all-zero row stays zero."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = np.divide(vectors * 127.0, largest, out=np.zeros_like(vectors), where=largest > 0)
    return np.rint(scaled).astype(np.int8)


def restore(rows: Quantised) -> Vectors:
    """Bytes to rows of length 1; zero rows (no vector) stay zero."""
    values = rows.astype(np.float32)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.divide(values, lengths, out=np.zeros_like(values), where=lengths > 0)


class VectorStore:
    """Files of (key, vector) records: those shipped, read only, and one that grows."""

    def __init__(self, own: Path, shipped: Path = SHIPPED) -> None:
        self._own = own
        self._shipped = shipped
        self._lock = threading.Lock()
        self._known: dict[bytes, Quantised] | None = None
        self._read_bytes = 0

    def quantised(self, texts: Sequence[str], encoder: Encoder) -> Quantised:
        """Vectors of passages, shape (len(texts), 384): from the files where known, else made now and kept.

        An empty text has a zero row.
        """
        with self._lock:
            known = self._load()
        keys = [key_of(text, encoder.name) for text in texts]
        lacking = {key: text for key, text in zip(keys, texts, strict=True) if text and key not in known}
        if lacking:
            made = quantise(encoder.passages(list(lacking.values())))
            with self._lock:
                self._append(zip(lacking, made, strict=True))
        empty = np.zeros(DIMENSIONS, dtype=np.int8)
        return np.stack([known.get(key, empty) if text else empty for key, text in zip(keys, texts, strict=True)])

    def _load(self) -> dict[bytes, Quantised]:
        if self._known is None:
            self._known = dict(_read(self._shipped, 0))
        size = self._own.stat().st_size if self._own.exists() else 0
        if size < self._read_bytes:
            self._read_bytes = 0
        if size > self._read_bytes:
            self._known.update(_read(self._own, self._read_bytes))
            self._read_bytes = size - size % _RECORD.itemsize
        return self._known

    def _append(self, made: Iterable[tuple[bytes, Quantised]]) -> None:
        rows = list(made)
        # An empty dictionary is kept as well: the caller looks its texts up in the very same one.
        if self._known is None:
            self._known = {}
        self._known.update(rows)
        self._own.parent.mkdir(parents=True, exist_ok=True)
        with self._own.open("ab") as file:
            # A process that died while writing may have left part of a record.
            spare = file.tell() % _RECORD.itemsize
            if spare:
                file.truncate(file.tell() - spare)
            file.write(np.array(rows, dtype=_RECORD).tobytes())
            file.flush()
            os.fsync(file.fileno())

    def save(self, path: Path, keys: Iterable[bytes]) -> int:
        """Write the named vectors to one file, sorted by key, so that the same set gives the same bytes."""
        known = self._load()
        rows = [(key, known[key]) for key in sorted(set(keys)) if key in known]
        path.write_bytes(np.array(rows, dtype=_RECORD).tobytes())
        return len(rows)


def _read(path: Path, start: int) -> Iterable[tuple[bytes, Quantised]]:
    if not path.exists():
        return []
    size = (path.stat().st_size - start) // _RECORD.itemsize
    rows = np.fromfile(path, dtype=_RECORD, count=size, offset=start)
    return zip(rows["key"].tolist(), rows["vector"], strict=True)
