"""A whole import is taken back: created records withdrawn, changed ones restored, later edits kept and listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.fields import check_values, plain
from catalogue.models import Tool
from catalogue.publishing import restore, withdraw
from catalogue.writing import Draft, Mode, Outcome, write_records
from importers.applying.service import ImportRefused
from importers.models import Batch, BatchRow
from importers.plan.policies import equals
from importers.plan.registry import Registry, values_of

CREATED, CHANGED = "created", "changed"


@dataclass(frozen=True)
class KeptEdit:
    """A field that somebody edited since the import: what the import wrote, and what the record says now."""

    row: int
    slug: str
    field: str
    imported: Any
    now: Any


@dataclass
class UndoPlan:
    """What taking the import back would do. ``withdraw`` slugs; ``restore`` {slug: {field: value before}}."""

    batch: Batch
    withdraw: list[str] = field(default_factory=list)
    restore: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: list[KeptEdit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch.pk,
            "withdraw": self.withdraw,
            "restore": self.restore,
            "kept": [vars(kept) for kept in self.kept],
            "missing": self.missing,
        }


def plan_undo(batch: Batch) -> UndoPlan:
    """Raises ImportRefused when the import wasn't written or is taken back already."""
    if batch.status != Batch.Status.APPLIED:
        raise ImportRefused(
            _("Import %(number)d is not written, so there is nothing to take back.") % {"number": batch.pk}
        )
    plan = UndoPlan(batch)
    rows = list(batch.rows.filter(outcome__in=(CREATED, CHANGED)).order_by("number"))
    present = Registry.present([row.written_slug for row in rows])
    for row in rows:
        tool = present.get(row.written_slug)
        if tool is None or tool.is_withdrawn:
            plan.missing.append(row.written_slug)
            continue
        _plan_row(plan, row, _as_edited(tool))
    return plan


def _as_edited(tool: Tool) -> Tool:
    """With a draft that isn't published yet: an edit is an edit."""
    return tool.get_latest_revision_as_object() if tool.has_unpublished_changes else tool


def _plan_row(plan: UndoPlan, row: BatchRow, tool: Tool) -> None:
    written, _problems = check_values(row.after)
    now = values_of(tool, written)
    edited = [name for name, value in written.items() if not _is_still(now[name], value)]
    plan.kept += [
        KeptEdit(row.number, row.written_slug, name, plain(written[name]), plain(now[name])) for name in edited
    ]
    if row.outcome == CREATED:
        # A record that somebody has worked on since belongs to her as well.
        if not edited:
            plan.withdraw.append(row.written_slug)
        return
    back = {name: value for name, value in row.before.items() if name in written and name not in edited}
    if back:
        plan.restore[row.written_slug] = back


def _is_still(now: Any, written: Any) -> bool:
    if isinstance(now, tuple) and now and isinstance(now[0], tuple):
        return plain(now) == plain(written)
    return equals(now, written)


@transaction.atomic
def undo_batch(batch_id: int, *, user: Any = None) -> UndoPlan:
    """Take the import back, as ``plan_undo`` says; all or nothing."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    plan = plan_undo(batch)
    reason = _("%(import)s taken back") % {"import": batch.reason}
    for slug in plan.withdraw:
        withdraw(Tool.objects.get(slug=slug), str(_("The import that made this record was taken back.")), user)
    _write(plan.restore, user, reason, batch)
    rows = {row.written_slug: row for row in batch.rows.filter(outcome__in=(CREATED, CHANGED))}
    for slug in plan.withdraw:
        rows[slug].undone = {"withdrawn": True}
    for slug, values in plan.restore.items():
        rows[slug].undone = {"fields": sorted(values)}
    BatchRow.objects.bulk_update(rows.values(), ["undone"], batch_size=500)
    batch.status, batch.undone_at = Batch.Status.UNDONE, timezone.now()
    batch.save(update_fields=["status", "undone_at"])
    return plan


@transaction.atomic
def redo_batch(batch_id: int, *, user: Any = None) -> UndoPlan:
    """Take the taking back back: withdrawn records return, restored fields get the import's values again.

    Fields that were edited since are kept and listed, as in ``plan_undo``. Raises ImportRefused.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.status != Batch.Status.UNDONE:
        raise ImportRefused(_("Import %(number)d was not taken back.") % {"number": batch.pk})
    plan = UndoPlan(batch)
    rows = list(batch.rows.exclude(undone={}).order_by("number"))
    present = Registry.present([row.written_slug for row in rows])
    for row in rows:
        tool = present.get(row.written_slug)
        if tool is None:
            plan.missing.append(row.written_slug)
        elif row.undone.get("withdrawn"):
            restore(tool, user)
            plan.withdraw.append(row.written_slug)
        else:
            _plan_redo(plan, row, _as_edited(tool))
    _write(plan.restore, user, _("%(import)s brought back") % {"import": batch.reason}, batch)
    batch.rows.update(undone={})
    batch.status, batch.undone_at = Batch.Status.APPLIED, None
    batch.save(update_fields=["status", "undone_at"])
    return plan


def _plan_redo(plan: UndoPlan, row: BatchRow, tool: Tool) -> None:
    names: Sequence[str] = row.undone["fields"]
    before, _problems = check_values({name: row.before[name] for name in names})
    now = values_of(tool, before)
    for name in names:
        if _is_still(now[name], before[name]):
            plan.restore.setdefault(row.written_slug, {})[name] = row.after[name]
        else:
            plan.kept.append(KeptEdit(row.number, row.written_slug, name, row.after[name], plain(now[name])))


def _write(values: dict[str, dict[str, Any]], user: Any, reason: str, batch: Batch) -> None:
    drafts = []
    for slug, fields in values.items():
        canonical, problems = check_values(fields)
        if problems:
            raise ImportRefused(_("The record “%(slug)s” can't be restored: %(why)s") % {"slug": slug, "why": problems})
        drafts.append(Draft(slug, canonical))
    mode = Mode.LIVE if batch.mode == Batch.Mode.LIVE else Mode.DRAFT
    refused = [
        answer
        for answer in write_records(drafts, user=user, reason=reason, mode=mode)
        if answer.outcome is Outcome.REFUSED
    ]
    if refused:
        why = "; ".join(f"{answer.slug}: {' '.join(answer.problems.values())}" for answer in refused[:10])
        raise ImportRefused(_("Nothing was taken back: %(why)s") % {"why": why})
