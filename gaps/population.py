"""Which tools a statistic counts: by default public ones in use whose existence isn't in doubt (statistics.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache

import numpy as np

from catalogue.querysets import COUNTED_STATUSES
from gaps.tool_table import Mask, ToolTable
from search.compatibility import is_compatible
from search.facets import GLOBAL
from taxonomy.index import VocabularyIndex

NOT_CODED = "not-coded"


class GlobalMode(StrEnum):
    """What becomes of tools that are open to every world region."""

    OWN = "own"  # a column of its own
    EXPANDED = "expanded"  # counted in every region
    EXCLUDED = "excluded"  # only documented regions count; tools without one are left out


@dataclass(frozen=True, slots=True)
class Population:
    """The tools that count: every part can be switched, except that they are public.

    ``filters``: facet key → slugs, any of them within a key, all keys together; broader terms stand for the narrower.
    A filter by status takes the place of "in use". ``have``: infrastructure that somebody has (search.compatibility).
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    have: tuple[str, ...] = ()
    is_any_status: bool = False
    is_doubt_included: bool = False
    global_mode: GlobalMode = GlobalMode.OWN
    date: date | None = None

    @property
    def counts_only_in_use(self) -> bool:
        return not self.is_any_status and "status" not in self.filters

    @property
    def statuses(self) -> tuple[str, ...] | None:
        """The statuses that count; None for all."""
        if self.counts_only_in_use:
            return COUNTED_STATUSES
        return self.filters.get("status")

    def with_axes(self, *keys: str) -> Population:
        """Status as an axis of the table would be cut off by its own filter, so every status counts there."""
        return replace(self, is_any_status=True) if "status" in keys and self.counts_only_in_use else self

    def mask(self, table: ToolTable, index: VocabularyIndex, *, of_any_status: bool = False) -> Mask:
        """Which of the tools count; ``of_any_status`` leaves the status out of it."""
        mask = np.ones(len(table), dtype=np.bool_)
        if not self.is_doubt_included:
            mask &= ~table.is_in_doubt
        if self.statuses is not None and not of_any_status:
            mask &= table.having("status", self.statuses)
        for key, slugs in self.filters.items():
            if key != "status":
                mask &= self._having(table, index, key, slugs)
        if self.have:
            mask &= self._fits(table)
        if self.global_mode is GlobalMode.EXCLUDED:
            regions = [slug for slug in table.incidence("region").terms if slug != GLOBAL]
            mask &= table.having("region", regions)
        return mask

    def _fits(self, table: ToolTable) -> Mask:
        @cache
        def fits(infrastructure: tuple[str, ...]) -> bool:
            return is_compatible(infrastructure, self.have)

        masks = (fits(record.facet_values("infrastructure")) for record in table.records)
        return np.fromiter(masks, dtype=np.bool_, count=len(table))

    def _having(self, table: ToolTable, index: VocabularyIndex, key: str, slugs: tuple[str, ...]) -> Mask:
        wanted = [term for slug in slugs for term in (index.descendants(key, slug) or (slug,))]
        if key == "region" and self.global_mode is GlobalMode.EXPANDED:
            wanted.append(GLOBAL)
        mask = table.having(key, wanted)
        return mask | ~table.coded(key) if NOT_CODED in slugs else mask
