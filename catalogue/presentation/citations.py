"""How to cite a record, by its permanent address without a language and the day of its last change."""

from __future__ import annotations

from catalogue.records import Record
from common.citations import Citation


def record_citation(record: Record) -> Citation:
    changed = record.updated_at.date() if record.updated_at else None
    return Citation.of_record(record.slug, record.name, f"/tools/{record.slug}/", changed)
