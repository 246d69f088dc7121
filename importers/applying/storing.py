"""Plans in and out of the database."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from importers.models import OPEN, Batch, BatchRow, BatchStatus
from importers.plan.import_plan import (
    Change,
    ImportPlan,
    PlanOptions,
    PlanRow,
    PossibleDuplicate,
    RowState,
    column_as_json,
    column_from_json,
)
from importers.plan.make_plan import options_from_mapping
from importers.readers import FileProblem
from importers.values.problems import CellProblem

CHUNK = 1_000


@transaction.atomic
def store_plan(plan: ImportPlan, options: PlanOptions, *, kind: str, batch: Batch) -> Batch:
    """Keep a plan in a new batch, or in the place of the batch's earlier plan.

    Raises FileProblem when the batch has left the curator's hands meanwhile: in another tab it was sent for writing.
    """
    _refuse_late(batch)
    batch.file_name, batch.digest, batch.kind = plan.file[:255], plan.digest, kind
    batch.sheet, batch.header_row, batch.encoding = plan.sheet[:255], plan.header_row, plan.encoding
    batch.columns = [column_as_json(column) for column in plan.columns]
    batch.options = options_as_json(options)
    batch.value_uses = plan.as_json()["values"] if len(plan.values) < 20_000 else []
    batch.notes = plan.notes
    batch.counts = plan.counts
    batch.status = BatchStatus.PLANNED
    batch.planned_at = timezone.now()
    batch.message = ""
    batch.save()
    batch.rows.all().delete()
    BatchRow.objects.bulk_create((_row(batch, row) for row in plan.rows), batch_size=CHUNK)
    plan.batch = batch.pk
    return batch


def _refuse_late(batch: Batch) -> None:
    if batch.pk is None:
        return
    status = Batch.objects.select_for_update().filter(pk=batch.pk).values_list("status", flat=True).first()
    if status not in OPEN:
        raise FileProblem("not-open", _("This import was sent for writing or given up meanwhile; nothing was changed."))


def _row(batch: Batch, row: PlanRow) -> BatchRow:
    return BatchRow(
        batch=batch,
        number=row.number,
        state=str(row.state),
        tool=row.tool,
        values=row.values,
        derived=row.derived,
        problems=[problem.as_json() for problem in row.problems],
        changes={name: change.as_json() for name, change in row.changes.items()},
        likenesses=[likeness.as_json() for likeness in row.likenesses],
        raw=row.raw,
        digest=digest_of(row.raw) if row.raw else "",
        stamp=row.stamp,
        decision=str(row.decision),
    )


def digest_of(raw: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plan_row(row: BatchRow) -> PlanRow:
    return PlanRow(
        number=row.number,
        state=RowState(row.state),
        tool=row.tool,
        values=row.values,
        derived=row.derived,
        problems=[CellProblem.from_json(entry) for entry in row.problems],
        changes={name: Change.from_json(entry) for name, entry in row.changes.items()},
        likenesses=[PossibleDuplicate.from_json(entry) for entry in row.likenesses],
        raw=row.raw,
        stamp=row.stamp,
        decision=row.decision,
    )


def options_as_json(options: PlanOptions) -> dict[str, Any]:
    return {
        "constants": options.constants,
        "values": options.values,
        "policies": options.policies,
        "rows": {str(row): {"action": action, "tool": slug} for row, (action, slug) in options.decisions.items()},
        "fixes": {str(row): cells for row, cells in options.fixes.items()},
        "public": {str(row): sorted(letters) for row, letters in options.public.items()},
        "overwrite": [[row, name] for row, name in sorted(options.overwrite_conflicts)],
        "language": options.language,
    }


def stored_plan(batch: Batch) -> ImportPlan:
    """A batch's plan as it was kept."""
    return ImportPlan(
        file=batch.file_name,
        digest=batch.digest,
        sheet=batch.sheet,
        header_row=batch.header_row or 1,
        columns=[column_from_json(entry) for entry in batch.columns],
        rows=[plan_row(row) for row in batch.rows.order_by("number")],
        values=[],
        notes=list(batch.notes),
        encoding=batch.encoding,
        batch=batch.pk,
    )


def options_of(batch: Batch, remembered: PlanOptions | None = None) -> PlanOptions:
    """The batch's own choices over those remembered from earlier imports."""
    options = options_from_mapping(batch.options)
    for field, texts in (remembered.values if remembered else {}).items():
        options.values[field] = {**texts, **options.values.get(field, {})}
    options.policies = {**(remembered.policies if remembered else {}), **options.policies}
    options.overwrite_conflicts = {(row, name) for row, name in batch.options.get("overwrite", [])}
    return options


def count_states(batch: Batch) -> dict[str, int]:
    counted = dict(batch.rows.order_by().values_list("state").annotate(Count("pk")))
    return {str(state): counted.get(str(state), 0) for state in RowState}
