"""The registry as it is now: kept in memory, made anew within a second of a change in any process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from catalogue.live_records import LiveRecords
from catalogue.models import PublishedRecord
from gaps.models.snapshots import RegistryStamp
from gaps.tool_table import ToolTable
from taxonomy.current import vocabulary_index
from taxonomy.models import VocabularyStamp

CHECK_EVERY_SECONDS = 1.0

_lock = threading.RLock()
_state: LiveRegistry | None = None
_check_after = 0.0
_SHOWN_ON_PAGES = (Page, PageViewRestriction, Site, Locale)
_STAMPS = (
    f"SELECT 1, id, value FROM {RegistryStamp._meta.db_table} "  # noqa: S608  # names of our own tables
    f"UNION ALL SELECT 2, id, value FROM {VocabularyStamp._meta.db_table} ORDER BY 1, 2"
)


@dataclass(frozen=True)
class LiveRegistry(LiveRecords):
    """The public records with their table for counting."""

    @cached_property
    def table(self) -> ToolTable:
        return ToolTable(self.records)


def current_registry() -> LiveRegistry:
    global _state, _check_after
    if _state is not None and time.monotonic() < _check_after:
        return _state
    index = vocabulary_index()
    today = timezone.localdate()
    # Read before the records: a change that falls in between is noticed by the next check.
    stamp = f"{RegistryStamp.current()}.{index.stamp}.{today.isoformat()}"
    with _lock:
        if _state is None or _state.stamp != stamp:
            public = PublishedRecord.objects.public().records()
            _state = LiveRegistry(stamp, public, index, today)
        _check_after = time.monotonic() + CHECK_EVERY_SECONDS
        return _state


def pages_stamp() -> str:
    """Names the state of everything that a finished page is made of, as the database has it now.

    Asked in each request for a page that may be kept, so it is one plain query: twenty to sixty microseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        values = [value for _table, _row, value in cursor.fetchall()]
    return ".".join([*values, timezone.localdate().isoformat()])


def check_again(**_: Any) -> None:
    """Let the next use compare the stamp."""
    global _check_after
    _check_after = 0.0


def forget() -> None:
    """Drop what is kept in memory; for tests, whose database changes under it."""
    global _state
    _state = None
    check_again()


def note_change(**_: Any) -> None:
    """A public record, a vocabulary or an indicator changed."""
    RegistryStamp.renew()
    check_again()


def note_snapshot(instance: Any = None, **_: Any) -> None:
    """A snapshot was taken: pages that name snapshots are old, what is counted of the present is not.

    One that is kept while a page is made to be cited is named by that page, and by no other.
    """
    if instance is not None and instance.is_automatic:
        return
    RegistryStamp.renew(RegistryStamp.PAGES)


def note_index(**_: Any) -> None:
    """The search index followed a change: lists that were made before it did are old, the records are not."""
    RegistryStamp.renew(RegistryStamp.PAGES)


def note_page(sender: type[Model], **_: Any) -> None:
    """A page was saved, moved, deleted, made private or public: what is kept of pages is old, the records are not."""
    if issubclass(sender, _SHOWN_ON_PAGES):
        RegistryStamp.renew(RegistryStamp.PAGES)
