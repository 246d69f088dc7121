"""How long what of an import is kept; the worker's clock asks every hour (``importers.chores``).

The uploaded file goes at once when it is refused, given up or written, or when its plan leaves nothing to decide; else
by the clock. A plan that nobody finishes goes as a whole. Of a written import the answers go, and what taking it back
needs stays: which records were written, and what they said before and after.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from importers.applying.emptying import empty
from importers.applying.progress import import_folder
from importers.applying.staging import give_up, unstage
from importers.models import OPEN, Batch, BatchStatus

logger = logging.getLogger(__name__)

# A file is put down a moment after its import is noted.
_LEAST_SECONDS = 600


@dataclass
class RetentionResult:
    files: int = 0
    unfinished: int = 0
    emptied: int = 0


def file_hours() -> int:
    return int(settings.IMPORT_FILE_HOURS)


def retention_periods() -> dict[str, int]:
    """The settings, for pages that tell them."""
    return {
        "file_hours": file_hours(),
        "unfinished_days": settings.IMPORT_UNFINISHED_DAYS,
        "written_days": settings.IMPORT_WRITTEN_DAYS,
    }


def unfinished_until(batch: Batch) -> datetime:
    return (batch.planned_at or batch.created_at) + timedelta(days=settings.IMPORT_UNFINISHED_DAYS)


def answers_until(batch: Batch) -> datetime | None:
    """When the answers of a written import go; None when they are gone, or it isn't written."""
    written = batch.undone_at or batch.applied_at
    if written is None or batch.emptied_at is not None:
        return None
    return written + timedelta(days=settings.IMPORT_WRITTEN_DAYS)


def tidy() -> RetentionResult:
    """Remove what has been kept for long enough. Two at once, or one that is killed, do no harm."""
    done = RetentionResult(_remove_files(), _give_up_unfinished(), _empty_written())
    if done != RetentionResult():
        logger.info("Imports: %d files, %d unfinished imports, answers of %d removed", *vars(done).values())
    return done


def _remove_files() -> int:
    """Files whose time is over, and files of no import."""
    named = set(Batch.objects.exclude(staged_name="").values_list("staged_name", flat=True))
    removed = 0
    for path in import_folder().glob("upload-*"):
        try:
            age = time.time() - path.stat().st_mtime
            if age > file_hours() * 3600 or (path.name not in named and age > _LEAST_SECONDS):
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    present = {path.name for path in import_folder().glob("upload-*")}
    for batch in Batch.objects.filter(staged_name__in=named - present) if len(named - present) < 500 else ():
        unstage(batch)
    return removed


def _give_up_unfinished() -> int:
    before = timezone.now() - timedelta(days=settings.IMPORT_UNFINISHED_DAYS)
    since = Coalesce(F("planned_at"), F("created_at"))
    late = Batch.objects.filter(status__in=OPEN).annotate(since=since).filter(since__lt=before)
    return sum(give_up(batch) for batch in late)


def _empty_written() -> int:
    before = timezone.now() - timedelta(days=settings.IMPORT_WRITTEN_DAYS)
    since = Coalesce(F("undone_at"), F("applied_at"))
    written = Batch.objects.filter(status__in=(BatchStatus.APPLIED, BatchStatus.UNDONE), emptied_at__isnull=True)
    late = list(written.annotate(since=since).filter(since__lt=before))
    for batch in late:
        empty(batch)
    return len(late)
