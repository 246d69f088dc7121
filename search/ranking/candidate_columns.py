"""What ranking knows of records, in columns: many records are weighed at once, not one after another.

Facet values are small numbers, the same in every column made with the same `TermNumbers`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NUMBER: Final = np.dtype("<i4")


class RecordHeader(NamedTuple):
    """A record's names, and how far a reader can rely on it, 0 to 100 (`SearchDocument.quality_prior`)."""

    slug: str
    name: str
    organisation: str
    aliases: tuple[str, ...]
    quality_prior: int

    @classmethod
    def of_plain(cls, card: Mapping[str, Any]) -> RecordHeader:
        """Of `SearchDocument.card()`, also after a journey through JSON."""
        return cls(card["slug"], card["name"], card["organisation"], tuple(card["aliases"]), card["standing"])

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class TermNumbers:
    """Numbers of facet values, given as values come; they are never taken back. Several threads may use it."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._masks: dict[tuple[str, ...], Flags] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pairs)

    def find(self, key: str, value: str) -> int | None:
        return self._numbers.get((key, value))

    def pair(self, number: int) -> tuple[str, str]:
        return self._pairs[number]

    def number(self, key: str, value: str) -> int:
        """The value's number; a new one for a new value."""
        known = self._numbers.get((key, value))
        if known is None:
            with self._lock:
                known = self._numbers.get((key, value))
                if known is None:
                    known = len(self._pairs)
                    self._pairs.append((key, value))
                    self._numbers[key, value] = known
        return known

    def carried(self, facets: Mapping[str, Iterable[str]]) -> bytes:
        """The numbers of all values, each once, as bytes."""
        numbers = dict.fromkeys(self.number(key, value) for key, values in facets.items() for value in values)
        return np.fromiter(numbers, dtype=NUMBER, count=len(numbers)).tobytes()

    def of_keys(self, keys: tuple[str, ...]) -> Flags:
        """Which numbers belong to these keys, for each number there is."""
        known = self._masks.get(keys)
        if known is None or len(known) < len(self._pairs):
            known = np.array([key in keys for key, _value in self._pairs], dtype=bool)
            self._masks[keys] = known
        return known


@dataclass(frozen=True)
class CandidateColumns:
    """Records in columns. `numbers` are what they carry, one after another; `owners` the place of each one's record."""

    heads: Sequence[RecordHeader]
    numbers: Numbers
    owners: NDArray[np.int64]
    terms: TermNumbers

    @classmethod
    def of(cls, heads: Sequence[RecordHeader], carried: Sequence[bytes], terms: TermNumbers) -> CandidateColumns:
        """From the numbers that each record carries, as bytes, in the order of the heads."""
        numbers = np.frombuffer(b"".join(carried), dtype=NUMBER)
        counts = np.array([len(own) for own in carried], dtype=np.int64) // NUMBER.itemsize
        owners = np.repeat(np.arange(len(carried)), counts)
        return cls(heads, numbers, owners, terms)

    def __len__(self) -> int:
        return len(self.heads)

    @cached_property
    def quality_prior(self) -> Floats:
        return np.array([head.quality_prior for head in self.heads], dtype=np.float64)

    def carrying(self, key: str, values: Iterable[str]) -> Flags:
        """Which records carry any of the values."""
        numbers = [number for value in values if (number := self.terms.find(key, value)) is not None]
        wanted = np.zeros(len(self.terms), dtype=bool)
        wanted[numbers] = True
        mask = np.zeros(len(self.heads), dtype=bool)
        mask[self.owners[wanted[self.numbers]]] = True
        return mask

    def take(self, places: NDArray[np.int64]) -> CandidateColumns:
        """The records at these places, in this order; a place may be named once."""
        moved = np.full(len(self.heads), -1, dtype=np.int64)
        moved[places] = np.arange(len(places))
        owners = moved[self.owners]
        is_taken = owners >= 0
        return CandidateColumns(
            [self.heads[place] for place in places], self.numbers[is_taken], owners[is_taken], self.terms
        )
