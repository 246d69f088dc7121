"""A whole import is taken back, and brought back.

Created records are withdrawn. Of changed ones every layer gets its values from before, what readers see and the draft
above it alike: an import that was written as drafts may have been approved since. Reviews of what is taken back end.
What people edited since stays and is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from catalogue.drafts import drop_empty_draft
from catalogue.fields import plain
from catalogue.matching import MatchCandidate
from catalogue.models import Tool
from catalogue.publishing import restore, withdraw
from catalogue.reviews import cancel_review, open_reviews
from importers.applying.apply import send_to_review
from importers.applying.layers import Layers, Swap, becomes_as_live, edits_of, write_layers
from importers.applying.refusals import ImportRefused
from importers.models import Batch, BatchMode, BatchRow, BatchStatus
from importers.plan.existing_records import ExistingRecords, values_of
from taxonomy.many import rows_by_key, with_any_of

CREATED, CHANGED = "created", "changed"
_SHOWN = 10


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
    """What taking the import back does, or did; for bringing back, the same the other way round.

    ``withdraw`` slugs; ``swaps`` {slug: what its layers get}; ``discarded`` those of whose drafts nothing is left;
    ``reviews`` those whose review ends; ``locked`` those that somebody locked, which stay as they are.
    """

    batch: Batch
    withdraw: list[str] = field(default_factory=list)
    swaps: dict[str, Swap] = field(default_factory=dict)
    discarded: list[str] = field(default_factory=list)
    unpublish: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    kept: list[KeptEdit] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def restore(self) -> dict[str, dict[str, Any]]:
        """{slug: {field: value}} of records that readers see with these values again."""
        return {slug: swap.live for slug, swap in self.swaps.items() if swap.live}

    @property
    def drafts(self) -> dict[str, dict[str, Any]]:
        """{slug: {field: value}} of drafts that go on without what the import wrote into them."""
        return {slug: swap.draft for slug, swap in self.swaps.items() if swap.draft and slug not in self.discarded}

    @property
    def left(self) -> list[str]:
        """Records of which something stays as it is."""
        return list(dict.fromkeys([*(kept.slug for kept in self.kept), *self.locked]))

    @property
    def counts(self) -> dict[str, int]:
        return {
            "withdrawn": len(self.withdraw),
            "restored": len(self.restore),
            "drafts_discarded": len(self.discarded),
            "drafts_restored": len(self.drafts),
            "reviews_cancelled": len(self.reviews),
            "left": len(self.left),
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch.pk,
            "withdraw": self.withdraw,
            "restore": self.restore,
            "drafts": self.drafts,
            "discarded": self.discarded,
            "reviews": self.reviews,
            "kept": [vars(kept) for kept in self.kept],
            "locked": self.locked,
            "missing": self.missing,
            "counts": self.counts,
        }


def plan_undo(batch: Batch) -> UndoPlan:
    """Raises ImportRefused when the import wasn't written or is taken back already."""
    if batch.status != BatchStatus.APPLIED:
        raise ImportRefused(
            _("Import %(number)d is not written, so there is nothing to take back.") % {"number": batch.pk}
        )
    plan = UndoPlan(batch)
    rows = _written(batch)
    present = ExistingRecords.present([row.written_slug for row in rows])
    revisions = rows_by_key(Revision.objects.all(), "pk", [row.revision for row in rows if row.revision])
    for row in rows:
        tool = present.get(row.written_slug)
        if tool is None or tool.is_withdrawn:
            plan.missing.append(row.written_slug)
        else:
            _plan_row(plan, row, Layers.of(tool), revisions.get(row.revision or 0))
    gone = {*plan.withdraw, *plan.discarded}
    reviews = open_reviews(present.values())
    plan.reviews = [
        slug
        for slug, tool in present.items()
        if tool.pk in reviews and (slug in gone or (slug in plan.swaps and _asked_for(reviews[tool.pk], rows, slug)))
    ]
    return plan


def _written(batch: Batch) -> list[BatchRow]:
    return list(batch.rows.filter(outcome__in=(CREATED, CHANGED)).order_by("number"))


def _plan_row(plan: UndoPlan, row: BatchRow, layers: Layers, revision: Revision | None) -> None:
    slug = row.written_slug
    edits = edits_of(row, layers, revision)
    plan.kept += [KeptEdit(row.number, slug, name, plain(was), plain(now)) for name, (was, now) in edits.items()]
    if row.outcome == CREATED:
        # A record that somebody has worked on since belongs to her as well.
        if not edits:
            plan.withdraw.append(slug)
        return
    swap = Swap.of(layers, row.after, row.before)
    if not swap:
        return
    if layers.tool.locked:
        plan.locked.append(slug)
        return
    plan.swaps[slug] = swap
    if becomes_as_live(layers, swap):
        plan.discarded.append(slug)
    if layers.tool.live and not edits and row.prior.get("live") is False and plan.batch.mode == BatchMode.LIVE:
        plan.unpublish.append(slug)


def _asked_for(review: Any, rows: Sequence[BatchRow], slug: str) -> bool:
    """Whether the import asked for the review: it began with the revision that the import made."""
    first = review.task_states.order_by("pk").values_list("revision_id", flat=True).first()
    return any(row.written_slug == slug and row.revision == first for row in rows)


@transaction.atomic
def undo_batch(batch_id: int, *, user: Any = None) -> UndoPlan:
    """Take the import back, as ``plan_undo`` says; all or nothing."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    plan = plan_undo(batch)
    reason = _("%(import)s taken back") % {"import": batch.reason}
    tools = rows_by_key(Tool.objects.all(), "slug", {*plan.reviews, *plan.withdraw})
    reviews = open_reviews(tools.values())
    for slug in plan.reviews:
        cancel_review(reviews.get(tools[slug].pk), user)
    for slug in plan.withdraw:
        withdraw(tools[slug], str(_("The import that made this record was taken back.")), user)
    write_layers(plan.swaps, user, reason)
    _tidy(plan, user)
    _note_undone(plan, tools)
    batch.status, batch.undone_at = BatchStatus.UNDONE, timezone.now()
    batch.save(update_fields=["status", "undone_at"])
    return plan


def _tidy(plan: UndoPlan, user: Any) -> None:
    """Drafts of which nothing is left are none, and what the import published for the first time is a draft again."""
    for tool in _present(plan.swaps):
        drop_empty_draft(tool)
        if tool.slug in plan.unpublish:
            tool.unpublish(user=user)


def _present(slugs: Iterable[str]) -> Iterable[Tool]:
    for tools in with_any_of(Tool.objects.all().with_children(), "slug", slugs):
        yield from tools


def _note_undone(plan: UndoPlan, tools: dict[str, Tool]) -> None:
    rows = {row.written_slug: row for row in _written(plan.batch)}
    for slug in plan.withdraw:
        # The moment tells this withdrawal from one that an editor makes later.
        withdrawn_at = tools[slug].withdrawn_at
        rows[slug].undone = {"withdrawn": withdrawn_at.isoformat() if withdrawn_at else True}
    for slug, swap in plan.swaps.items():
        rows[slug].undone = {"live": sorted(swap.live), "draft": sorted(swap.draft)}
    for slug in plan.reviews:
        rows[slug].undone["review"] = True
    for slug in plan.unpublish:
        rows[slug].undone["unpublished"] = True
    BatchRow.objects.bulk_update(rows.values(), ["undone"], batch_size=500)


@transaction.atomic
def redo_batch(batch_id: int, *, user: Any = None) -> UndoPlan:
    """Take the taking back back: withdrawn records return, fields get the import's values again, reviews begin anew.

    Fields that were edited since are kept and listed, as in ``plan_undo``. Raises ImportRefused, also when a record
    that would return has been made again meanwhile.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.status != BatchStatus.UNDONE:
        raise ImportRefused(_("Import %(number)d was not taken back.") % {"number": batch.pk})
    plan = UndoPlan(batch)
    rows = list(batch.rows.exclude(undone={}).order_by("number"))
    present = ExistingRecords.present([row.written_slug for row in rows])
    returning = [row for row in rows if row.undone.get("withdrawn") and row.written_slug in present]
    _refuse_successors(batch, returning, present)
    for row in rows:
        tool = present.get(row.written_slug)
        if tool is None:
            plan.missing.append(row.written_slug)
        elif row.undone.get("withdrawn"):
            restore(tool, user)
            plan.withdraw.append(row.written_slug)
        else:
            _plan_redo(plan, row, Layers.of(tool))
    write_layers(plan.swaps, user, _("%(import)s brought back") % {"import": batch.reason})
    for tool in _present(row.written_slug for row in rows if row.undone.get("unpublished")):
        tool.get_latest_revision().publish(user=user)
    plan.reviews = [row.written_slug for row in rows if row.undone.get("review") and row.written_slug in present]
    send_to_review([present[slug].pk for slug in plan.reviews], user)
    batch.rows.update(undone={})
    batch.status, batch.undone_at = BatchStatus.APPLIED, None
    batch.save(update_fields=["status", "undone_at"])
    return plan


def _plan_redo(plan: UndoPlan, row: BatchRow, layers: Layers) -> None:
    names = {*row.undone.get("live", ()), *row.undone.get("draft", ()), *row.undone.get("fields", ())}
    before = {name: row.before[name] for name in names}
    swap = Swap.of(layers, before, {name: row.after[name] for name in names})
    if "live" in row.undone and layers.live is not None:
        swap.live = {name: value for name, value in swap.live.items() if name in row.undone["live"]}
    if layers.draft is None and row.undone.get("draft"):
        # Its draft is gone; it gets one again, above what readers see.
        wanted = {name: row.after[name] for name in row.undone["draft"]}
        swap.draft = Swap.of(Layers(layers.tool, layers.top, None), before, wanted).live
    now = values_of(layers.top, names) if names else {}
    plan.kept += [
        KeptEdit(row.number, row.written_slug, name, row.after[name], plain(value))
        for name, value in now.items()
        if name not in swap.fields and plain(value) != row.after[name]
    ]
    if swap:
        plan.swaps[row.written_slug] = swap


def _refuse_successors(batch: Batch, returning: Sequence[BatchRow], present: dict[str, Tool]) -> None:
    """A record that was made again meanwhile, at its old address or beside it, would stand there twice."""
    later = BatchRow.objects.filter(
        batch__status=BatchStatus.APPLIED, batch__applied_at__gt=batch.undone_at, outcome=CREATED
    )
    made_anew = with_any_of(later, "written_slug", [row.written_slug for row in returning])
    names = [f"{row.after.get('name', '')} ({row.written_slug})" for rows in made_anew for row in rows]
    names += _made_beside(batch, [row for row in returning if present[row.written_slug].is_withdrawn])
    if names:
        shown = ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        message = _(
            "Import %(number)d can't be brought back: these records have been made again since: %(names)s. "
            "Withdraw them first, or take the later import back."
        )
        raise ImportRefused(message % {"number": batch.pk, "names": shown})


def _made_beside(batch: Batch, returning: Sequence[BatchRow]) -> list[str]:
    since = Tool.objects.filter(withdrawn_at__isnull=True, created_at__gt=batch.undone_at or timezone.now())
    if not returning or not since.exists():
        return []
    made = set(since.values_list("slug", flat=True))
    existing = ExistingRecords()
    answers = existing.matcher.matches_of([MatchCandidate.from_values(row.after) for row in returning], limit=5)
    return [
        f"{existing.names[match.key]} ({match.key})"
        for matches in answers
        for match in matches
        if match.key in made and match.is_likely
    ]


__all__ = ["ImportRefused", "KeptEdit", "UndoPlan", "plan_undo", "redo_batch", "undo_batch"]
