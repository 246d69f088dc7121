"""Imports forget a record that is removed, and what it said before in fields whose history is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from catalogue.removal.scrubbing import Scrubber
from catalogue.removal.signals import Erased, Forgotten, history_forgotten, record_removed
from importers.applying.staging import unstage
from importers.models import Batch, BatchRow, NotADuplicate
from importers.plan.import_plan import RowState
from text.transliteration import name_key

_CHUNK = 200
_OF_A_ROW = ("values", "derived", "changes", "raw", "before", "after", "undone", "prior")
# What rows say of other records, and imports of their columns.
_BESIDE = ("problems", "likenesses", "values", "derived", "changes", "raw", "before", "after", "prior")
_OF_A_BATCH = ("columns", "value_uses", "notes", "options")


def forget_record(sender: Any, erased: Erased, **_: Any) -> None:
    """Empty the rows that are about it; elsewhere a tombstone stands in place of its names. Counts stay."""
    scrubber = Scrubber(erased.names)
    names = {name_key(name) for name in erased.names}
    emptied, scrubbed, batches = [], [], set()
    for row in BatchRow.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        if _is_about(row, erased.slugs, names):
            _empty(row)
            emptied.append(row)
            batches.add(row.batch_id)
        elif _scrub(row, erased.slugs, scrubber):
            scrubbed.append(row)
    own = ("state", "tool", "written_slug", "outcome", "decision", "digest", "revision", "problems", "likenesses")
    BatchRow.objects.bulk_update(emptied, [*own, *_OF_A_ROW], batch_size=_CHUNK)
    BatchRow.objects.bulk_update(scrubbed, _BESIDE, batch_size=_CHUNK)
    for batch in Batch.objects.iterator(chunk_size=_CHUNK):
        before = {name: getattr(batch, name) for name in _OF_A_BATCH}
        after = {name: scrubber.data(value) for name, value in before.items()}
        if after != before:
            for name, value in after.items():
                setattr(batch, name, value)
            batch.save(update_fields=list(_OF_A_BATCH))
        if batch.pk in batches:
            unstage(batch)
    about = Q(slug__in=erased.slugs)
    for name in names:
        about |= Q(fingerprint__contains=name) if len(name) > 3 else Q()
    NotADuplicate.objects.filter(about).delete()


def _is_about(row: BatchRow, slugs: Collection[str], names: Collection[str]) -> bool:
    name = name_key(str(row.values.get("name") or row.after.get("name") or ""))
    return row.tool in slugs or row.written_slug in slugs or (bool(name) and name in names)


def _empty(row: BatchRow) -> None:
    for name in _OF_A_ROW:
        setattr(row, name, {})
    row.problems, row.likenesses = [], []
    row.state, row.tool, row.written_slug = RowState.SKIPPED, "", ""
    row.outcome, row.decision, row.digest, row.revision = "", "", "", None


def _scrub(row: BatchRow, slugs: Collection[str], scrubber: Scrubber) -> bool:
    before = {name: getattr(row, name) for name in _BESIDE}
    row.likenesses = [entry for entry in row.likenesses if entry.get("tool") not in slugs]
    for name in _BESIDE:
        setattr(row, name, scrubber.data(getattr(row, name)))
    return any(getattr(row, name) != value for name, value in before.items())


def forget_history(sender: Any, forgotten: Forgotten, **_: Any) -> None:
    """Rows that wrote the record keep nothing of these fields, nor the cells that they were read from."""
    rows = BatchRow.objects.filter(Q(tool__in=forgotten.slugs) | Q(written_slug__in=forgotten.slugs))
    changed = []
    for row in rows.iterator(chunk_size=_CHUNK):
        for name in ("values", "derived", "changes", "before", "after", "prior"):
            rest = {key: value for key, value in getattr(row, name).items() if key not in forgotten.fields}
            setattr(row, name, rest)
        row.raw = {}
        changed.append(row)
    BatchRow.objects.bulk_update(changed, [*_OF_A_ROW], batch_size=_CHUNK)


def register_signal_handlers() -> None:
    """Called once by the application's ``ready``."""
    record_removed.connect(forget_record, dispatch_uid="importers.signal_handlers")
    history_forgotten.connect(forget_history, dispatch_uid="importers.forgetting")
