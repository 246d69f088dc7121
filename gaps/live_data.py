"""The registry as it is now: kept in memory, made anew within a second of a change in any process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.disclosure import Level
from catalogue.live_records import LiveRecords
from catalogue.models import Tool
from catalogue.records import records
from gaps.models.snapshots import RegistryStamp
from gaps.tool_table import ToolTable
from taxonomy.current import vocabulary_index

CHECK_EVERY_SECONDS = 1.0

_lock = threading.RLock()
_state: LiveRegistry | None = None
_check_after = 0.0
_pages_stamp = ""
_pages_check_after = 0.0


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
            public = records(Tool.objects.public().order_by("slug"), Level.PUBLIC)
            _state = LiveRegistry(stamp, public, index, today)
        _check_after = time.monotonic() + CHECK_EVERY_SECONDS
        return _state


def pages_stamp() -> str:
    """Names the state of everything that a finished page is made of, some hundred milliseconds ago at most.

    Unlike the state it isn't compared anew in each request: a page that is kept then costs no query.
    """
    global _pages_stamp, _pages_check_after
    if time.monotonic() >= _pages_check_after:
        stamps = RegistryStamp.current_of_all(), vocabulary_index().stamp, timezone.localdate().isoformat()
        _pages_stamp = ".".join(stamps)
        _pages_check_after = time.monotonic() + settings.KEPT_PAGES_TRUSTED_SECONDS
    return _pages_stamp


def check_again(**_: Any) -> None:
    """Let the next use compare the stamp."""
    global _check_after
    _check_after = 0.0


def _check_pages_again() -> None:
    global _pages_check_after
    _pages_check_after = 0.0


def forget() -> None:
    """Drop what is kept in memory; for tests, whose database changes under it."""
    global _state
    _state = None
    check_again()
    _check_pages_again()


def note_change(**_: Any) -> None:
    """A public record, a vocabulary or an indicator changed."""
    RegistryStamp.renew()
    check_again()
    _check_pages_again()


def note_snapshot(instance: Any = None, **_: Any) -> None:
    """A snapshot was taken: pages that name snapshots are old, what is counted of the present is not.

    One that is kept while a page is made to be cited is named by that page, and by no other.
    """
    if instance is not None and instance.is_automatic:
        return
    RegistryStamp.renew(RegistryStamp.PAGES)
    _check_pages_again()


def note_page(sender: type[Model], **_: Any) -> None:
    """A page was saved, moved, deleted, made private or public: what is kept of pages is old, the records are not."""
    if issubclass(sender, Page | PageViewRestriction):
        RegistryStamp.renew(RegistryStamp.PAGES)
        _check_pages_again()
