"""Writing an import in the background."""

from __future__ import annotations

import logging

from django.contrib.auth import get_user_model
from django_tasks import task

from importers.applying.apply import ImportRefused, apply_batch
from importers.applying.staging import unstage
from importers.models import ON_ITS_WAY, Batch, BatchStatus

logger = logging.getLogger(__name__)


@task()
def apply_import(batch_id: int, mode: str, user_id: int | None = None) -> str:
    """Write an import that was sent for writing; started a second time it finds it written, or writes it.

    What was taken out of the queue meanwhile stays as it is.
    """
    if not Batch.objects.filter(pk=batch_id, status__in=ON_ITS_WAY).update(status=BatchStatus.APPLYING):
        return "nothing to do"
    user = get_user_model().objects.filter(pk=user_id).first() if user_id else None
    try:
        applied = apply_batch(batch_id, mode=mode, user=user)
    except ImportRefused as refusal:
        # The batch carries the sentence for the curator.
        logger.info("Import %d was not written: %s", batch_id, type(refusal).__name__)
        return "refused"
    unstage(Batch.objects.get(pk=batch_id))
    return "nothing to do" if applied.is_nothing_to_do else "written"
