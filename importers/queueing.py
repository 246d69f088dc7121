"""An import on its way to the worker: sent once however often the button is pressed, and taken out again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from importers.models import WRITABLE, Batch, BatchStatus
from importers.tasks import apply_import

# A worker that runs takes an import up at once; after this long somebody should look.
_LONG_WAIT = timedelta(minutes=2)


@transaction.atomic
def send_for_writing(batch_id: int, mode: str, user: Any) -> bool:
    """Whether this call sent it; False when it is on its way, written or gone already."""
    waiting = Batch.objects.filter(pk=batch_id, status__in=WRITABLE)
    now = timezone.now()
    if not waiting.update(status=BatchStatus.QUEUED, mode=mode, message="", queued_at=now):
        return False
    transaction.on_commit(partial(apply_import.enqueue, batch_id, mode, user.pk))
    return True


@transaction.atomic
def start_again(batch_id: int, user: Any) -> bool:
    """For an import whose worker was stopped. A second worker that comes to a written import writes nothing."""
    stuck = Batch.objects.filter(pk=batch_id, status=BatchStatus.APPLYING)
    if not stuck.update(status=BatchStatus.QUEUED, queued_at=timezone.now()):
        return False
    mode = Batch.objects.values_list("mode", flat=True).get(pk=batch_id)
    transaction.on_commit(partial(apply_import.enqueue, batch_id, mode, user.pk))
    return True


def take_out(batch_id: int) -> bool:
    """Back into the curator's hands, if no worker has begun."""
    queued = Batch.objects.filter(pk=batch_id, status=BatchStatus.QUEUED)
    return bool(queued.update(status=BatchStatus.PLANNED, queued_at=None))


def waits_long(batch: Batch) -> bool:
    """Queued for so long that the worker probably doesn't run."""
    is_queued = batch.status == BatchStatus.QUEUED and batch.queued_at is not None
    return is_queued and timezone.now() - batch.queued_at > _LONG_WAIT  # type: ignore[operator]
