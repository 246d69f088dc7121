"""A plan is written: all of it or nothing, in one transaction; a killed one left nothing and starts again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.drafts import waiting_draft
from catalogue.fields import check_values, plain
from catalogue.models import FormerSlug, Tool
from catalogue.writing import Outcome, RecordChange, WriteMode, WriteResult, write_records
from catalogue.writing.organisations import free_slug
from importers.applying.emptying import forget_what_writing_needed
from importers.applying.memory import remember
from importers.applying.progress import Progress
from importers.applying.refusals import ImportRefused, StalePlan
from importers.applying.storing import count_states
from importers.models import ON_ITS_WAY, WRITABLE, Batch, BatchMode, BatchRow, BatchStatus, NotADuplicate
from importers.plan.existing_records import ExistingRecords, fingerprint, values_of
from importers.plan.import_plan import Action, RowState
from importers.plan.policies import merged
from taxonomy.many import with_any_of
from text.transliteration import name_key

CHUNK = 500
_WROTE = (Outcome.CREATED, Outcome.CHANGED)


@dataclass
class ApplyResult:
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: list[int] = field(default_factory=list)
    is_nothing_to_do: bool = False


def apply_batch(
    batch_id: int,
    *,
    mode: str = "",
    user: Any = None,
    on_progress: Callable[[int, int], None] | None = None,
    accept_changes: bool = False,
) -> ApplyResult:
    """Write the batch's new and changed rows. A batch that is written already is left as it is.

    ``on_progress(done, total)`` is called with the rows written so far, and all.

    Raises StalePlan, unless ``accept_changes``, and ImportRefused. Rows that the registry refuses (locked records,
    somebody's unpublished draft) become invalid and are handed back; the others are written.
    """
    progress = Progress(batch_id)
    on_progress = on_progress or progress.report
    batch = Batch.objects.get(pk=batch_id)
    if batch.status == BatchStatus.APPLIED:
        return ApplyResult(is_nothing_to_do=True)
    # Seen by others at once, and no obstacle to starting again when this process is killed. What another process has
    # written meanwhile stays written: only what is still to be written is taken up.
    waiting = Batch.objects.filter(pk=batch_id, status__in=(*WRITABLE, *ON_ITS_WAY))
    if not waiting.update(status=BatchStatus.APPLYING, mode=mode or batch.mode, message=""):
        if Batch.objects.filter(pk=batch_id, status=BatchStatus.APPLIED).exists():
            return ApplyResult(is_nothing_to_do=True)
        raise ImportRefused(_("This import is not ready to be written."))
    try:
        with transaction.atomic():
            return _apply(batch_id, user or batch.user, on_progress, accept_changes)
    except ImportRefused as refusal:
        _stop(batch_id, BatchStatus.PLANNED, str(refusal))
        raise
    except Exception:
        message = _("Something went wrong; nothing was written. Start it again.")
        _stop(batch_id, BatchStatus.FAILED, message)
        raise
    finally:
        progress.clear()


def _stop(batch_id: int, status: BatchStatus, message: str) -> None:
    """Unless another process has written it meanwhile."""
    Batch.objects.filter(pk=batch_id, status__in=ON_ITS_WAY).update(status=status, message=message)


def _apply(batch_id: int, user: Any, on_progress: Callable[[int, int], None], accept_changes: bool) -> ApplyResult:
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.status == BatchStatus.APPLIED:
        return ApplyResult(is_nothing_to_do=True)
    rows = list(batch.rows.filter(state__in=(RowState.NEW, RowState.CHANGED)).order_by("number"))
    if not accept_changes:
        _refuse_stale(batch, rows)
    on_progress(0, len(rows))
    result = ApplyResult()
    drafts = _drafts(batch, rows)
    with transaction.atomic():
        written = write_records([draft for _row, draft in drafts], user=user, reason=batch.reason, mode=_mode(batch))
        for (row, _draft), answer in zip(drafts, written, strict=True):
            _note(row, answer, result)
    on_progress(len(rows), len(rows))
    # An upsert by key: bulk_update's CASE expressions cost ten times as much.
    BatchRow.objects.bulk_create(
        [row for row, _draft in drafts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "problems", "written_slug", "outcome", "before", "after", "revision", "prior"],
        batch_size=CHUNK,
    )
    if batch.mode == BatchMode.WORKFLOW:
        send_to_review([answer.pk for answer in written if answer.outcome in _WROTE], user)
    _remember_decisions(batch, user)
    remember(batch)
    batch.status, batch.applied_at, batch.message = BatchStatus.APPLIED, timezone.now(), ""
    batch.counts = count_states(batch)
    batch.save(update_fields=["status", "applied_at", "message", "counts"])
    forget_what_writing_needed(batch)
    result.is_nothing_to_do = not rows
    return result


def _mode(batch: Batch) -> WriteMode:
    return WriteMode.LIVE if batch.mode == BatchMode.LIVE else WriteMode.DRAFT


def _refuse_stale(batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Records that changed since the plan was made, and new ones that somebody has made meanwhile."""
    stamps: dict[str, str] = {}
    for tools in with_any_of(Tool.objects.all(), "slug", [row.tool for row in rows if row.tool]):
        stamps |= {slug: updated.isoformat() for slug, updated in tools.values_list("slug", "updated_at")}
    stale = [row for row in rows if row.tool and stamps.get(row.tool) != row.stamp]
    since = Tool.objects.filter(created_at__gt=batch.planned_at, withdrawn_at__isnull=True)
    made = {name_key(name) for name in since.values_list("name", flat=True)}
    stale += [row for row in rows if row.state == RowState.NEW and name_key(str(row.values.get("name", ""))) in made]
    if stale:
        raise StalePlan([row.number for row in stale], [str(row.values.get("name") or row.tool) for row in stale])


def _drafts(batch: Batch, rows: Sequence[BatchRow]) -> list[tuple[BatchRow, RecordChange]]:
    taken = set(Tool.objects.values_list("slug", flat=True)) | set(FormerSlug.objects.values_list("slug", flat=True))
    present = ExistingRecords.present([row.tool for row in rows if row.tool and row.state != RowState.NEW])
    drafts = []
    for row in rows:
        values = values_to_write(row)
        slug = row.tool or free_slug(str(row.values["name"]), taken, 60)
        tool = present.get(row.tool)
        waiting = waiting_draft(tool) if batch.mode != BatchMode.LIVE else None
        if tool is not None and waiting is not None:
            values, tool = added_to_draft(row, values, tool, waiting), waiting
        _add_source(batch, values, values_of(tool, ("sources",))["sources"] if tool else ())
        drafts.append((row, RecordChange(slug, values, revives=bool(row.tool) and row.state == RowState.NEW)))
    return drafts


def added_to_draft(row: BatchRow, values: dict[str, Any], tool: Tool, draft: Tool) -> dict[str, Any]:
    """The plan's values for a record of which somebody has a draft: it is added to, and what it changes stays."""
    live, waiting = values_of(tool, values), values_of(draft, values)
    added = {}
    for name, value in values.items():
        if waiting[name] == live[name]:
            added[name] = value
        elif isinstance(value, tuple):
            added[name] = merged(waiting[name], value)
    return added


def values_to_write(row: BatchRow) -> dict[str, Any]:
    """Only what the plan says is written, in canonical form."""
    if row.tool and row.state != RowState.NEW:
        stated = {name: change["after"] for name, change in row.changes.items() if change["written"]}
    else:
        stated = {name: value for name, value in row.values.items() if name not in ("id", "updated_at")}
    canonical, problems = check_values({**stated, **row.derived})
    if problems:
        raise ImportRefused(_("Row %(row)d can't be written: %(why)s") % {"row": row.number, "why": problems})
    return canonical


def _add_source(batch: Batch, values: dict[str, Any], present: Sequence[Any]) -> None:
    """Every fact has a source: the answer itself is one, beside those that it or the record names."""
    entry = (
        ("title", (batch.source or _("Survey answer"))[:500]),
        ("url", ""),
        ("seen", True),
        ("publisher", ""),
        ("seen_on", timezone.localdate()),
        ("supports", ", ".join(sorted(values))[:300]),
    )
    values["sources"] = (*values.get("sources", present), entry)


def _note(row: BatchRow, answer: WriteResult, result: ApplyResult) -> None:
    if answer.outcome is Outcome.REFUSED:
        row.state = RowState.INVALID
        row.problems = [
            *row.problems,
            *(
                {"column": "", "code": "refused-by-registry", "message": message, "suggestion": "", "field": name,
                 "text": "", "severity": "error"}
                for name, message in answer.problems.items()
            ),
        ]  # fmt: skip
        result.refused.append(row.number)
        return
    row.written_slug, row.outcome, row.revision = answer.slug, str(answer.outcome), answer.revision
    row.before = {name: plain(value) for name, value in answer.before.items()}
    row.after = {name: plain(value) for name, value in answer.after.items()}
    row.prior = {"live": answer.was_live}
    if answer.outcome is Outcome.CREATED:
        result.created += 1
    elif answer.outcome is Outcome.CHANGED:
        result.changed += 1
    else:
        result.same += 1


def send_to_review(keys: Sequence[int], user: Any) -> None:
    """Records with a review that isn't over keep that one."""
    for tool in chain.from_iterable(with_any_of(Tool.objects.all(), "pk", keys)):
        workflow = tool.get_workflow()
        if workflow is not None and tool.current_workflow_state is None:
            workflow.start(tool, user)


def _remember_decisions(batch: Batch, user: Any) -> None:
    """“Not a duplicate” holds for ever, in this registry, for this description."""
    decisions = []
    for row in batch.rows.filter(decision__in=(Action.NEW, Action.DIFFERENT)):
        for likeness in row.likenesses:
            if likeness["score"] >= 0.5:
                decisions.append(NotADuplicate(fingerprint=fingerprint(row.values), slug=likeness["tool"], user=user))
    NotADuplicate.objects.bulk_create(decisions, ignore_conflicts=True)


__all__ = ["ApplyResult", "ImportRefused", "StalePlan", "apply_batch"]
