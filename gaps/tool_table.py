"""The registry as a table: which tool carries which term, for counting fast. Made of Records, or of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search.facets import BY_KEY

Mask = NDArray[np.bool_]
_MOST_MASKS = 256


class Classified(Protocol):
    """What of a tool is counted: ``catalogue.records.Record`` and a snapshot's entry both have it."""

    @property
    def slug(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def launched(self) -> int | None: ...

    @property
    def confidence(self) -> str: ...

    def facet_values(self, key: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Incidence:
    """Tools by terms, 1 where the tool carries the term. ``terms`` are the slugs that occur, in order."""

    terms: tuple[str, ...]
    carried: sparse.csr_array


class ToolTable:
    """Facts about tools, one column of them a facet key; columns are made when first asked for."""

    def __init__(self, records: Iterable[Classified]) -> None:
        self.records: Sequence[Classified] = records if isinstance(records, list | tuple) else list(records)
        self._incidences: dict[str, Incidence] = {}
        self._masks: dict[tuple[str, frozenset[str]], Mask] = {}

    def __len__(self) -> int:
        return len(self.records)

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        return tuple(record.slug for record in self.records)

    def records_in(self, mask: Mask) -> list[Classified]:
        """The tools that a mask picks, in their order."""
        return [record for record, is_in in zip(self.records, mask, strict=True) if is_in]

    @cached_property
    def is_in_doubt(self) -> Mask:
        return np.fromiter((record.confidence == "low" for record in self.records), dtype=np.bool_, count=len(self))

    def incidence(self, key: str) -> Incidence:
        """Which tools carry which values of a facet. An unknown key is a KeyError."""
        if key not in self._incidences:
            self._incidences[key] = self._made(key)
        return self._incidences[key]

    def _made(self, key: str) -> Incidence:
        values = [record.facet_values(key) for record in self.records]
        lengths = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
        flat = list(chain.from_iterable(values))
        terms = tuple(sorted(set(flat)))
        code = {slug: at for at, slug in enumerate(terms)}
        indices = np.fromiter(map(code.__getitem__, flat), dtype=np.int32, count=len(flat))
        ends = np.concatenate([[0], np.cumsum(lengths)])
        carried = sparse.csr_array((np.ones(len(flat), dtype=np.int32), indices, ends), shape=(len(values), len(terms)))
        carried.sum_duplicates()
        carried.data[:] = 1
        return Incidence(terms, carried)

    def having(self, key: str, slugs: Iterable[str]) -> Mask:
        """The tools that carry at least one of the values. The mask is shared: combine it, don't write into it."""
        key_and_slugs = (key, frozenset(slugs))
        if key_and_slugs not in self._masks:
            incidence = self.incidence(key)
            is_wanted = np.array([slug in key_and_slugs[1] for slug in incidence.terms], dtype=np.int32)
            mask = np.asarray(incidence.carried @ is_wanted > 0, dtype=np.bool_)
            if len(self._masks) >= _MOST_MASKS:
                self._masks.clear()
            self._masks[key_and_slugs] = mask
        return self._masks[key_and_slugs]

    def known(self, key: str) -> Mask:
        """The tools that carry a value which says something."""
        nothing_known = BY_KEY[key].nothing_known
        return self.having(key, [slug for slug in self.incidence(key).terms if slug not in nothing_known])

    def coded(self, key: str) -> Mask:
        """The tools that carry any value of the facet."""
        return np.diff(self.incidence(key).carried.indptr) > 0
