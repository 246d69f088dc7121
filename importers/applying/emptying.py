"""What is taken out of an import once it has served."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from importers.models import Batch
from importers.plan.import_plan import RowState


@transaction.atomic
def empty(batch: Batch) -> None:
    """Keep of a written import what taking it back needs, and nothing else of its answers."""
    _without_samples(batch)
    batch.value_uses, batch.options, batch.emptied_at = [], {}, timezone.now()
    batch.save(update_fields=["columns", "value_uses", "options", "emptied_at"])
    batch.rows.update(raw={}, values={}, derived={}, problems=[], changes={}, likenesses=[], digest="")


def forget_what_writing_needed(batch: Batch) -> None:
    """After writing: samples, words and corrections have served, and so have the cells of rows that were left out."""
    _without_samples(batch)
    batch.value_uses = []
    batch.options = {name: value for name, value in batch.options.items() if name not in ("fixes", "public")}
    batch.save(update_fields=["columns", "value_uses", "options"])
    left_out = batch.rows.filter(state=RowState.SKIPPED)
    left_out.update(raw={}, values={}, derived={}, changes={}, likenesses=[], digest="")


def _without_samples(batch: Batch) -> None:
    batch.columns = [{**column, "samples": []} for column in batch.columns]
