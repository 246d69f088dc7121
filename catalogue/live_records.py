"""The public records of one moment, as whoever compares or counts them holds them in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from catalogue.records import Record
from taxonomy.index import VocabularyIndex


@dataclass(frozen=True)
class LiveRecords:
    """All public records with the vocabularies of the same moment. ``stamp`` names that moment."""

    stamp: str
    records: list[Record]
    index: VocabularyIndex
    on: date

    @cached_property
    def by_slug(self) -> dict[str, Record]:
        return {record.slug: record for record in self.records}
