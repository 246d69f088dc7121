"""The registry as it is now, as columns: kept in memory, made anew within a second of a change in any process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.signals import request_started
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import Record, records
from catalogue.signals import records_changed, records_withdrawn
from gaps.columns import Columns
from gaps.models import RegistryStamp
from taxonomy.index import VocabularyIndex, vocabulary_index
from taxonomy.signals import terms_changed

CHECK_EVERY_SECONDS = 1.0

_lock = threading.RLock()
_state: State | None = None
_check_after = 0.0


@dataclass(frozen=True)
class State:
    """All public records with the vocabularies of the same moment. ``stamp`` names that moment."""

    stamp: str
    records: list[Record]
    index: VocabularyIndex
    on: date

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.records)

    @cached_property
    def by_slug(self) -> dict[str, Record]:
        return {record.slug: record for record in self.records}


def current_state() -> State:
    global _state, _check_after
    if _state is not None and time.monotonic() < _check_after:
        return _state
    index = vocabulary_index()
    today = timezone.localdate()
    # Read before the records: a change that falls in between is noticed by the next check.
    stamp = f"{RegistryStamp.current()}.{index.stamp}.{today.isoformat()}"
    with _lock:
        if _state is None or _state.stamp != stamp:
            found = records(Tool.objects.public().order_by("slug"), Level.PUBLIC)
            _state = State(stamp, found, index, today)
        _check_after = time.monotonic() + CHECK_EVERY_SECONDS
        return _state


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
    RegistryStamp.renew()
    check_again()


def connect() -> None:
    """Listen for changes; called once when the app is ready."""
    for signal in (records_changed, records_withdrawn, terms_changed):
        signal.connect(note_change, dispatch_uid="gaps.registry")
    from django.db.models.signals import post_delete, post_save

    from gaps.models import Area, GapIndexPage, GapPage, Indicator, IndicatorValue, Snapshot

    for page in (GapIndexPage, GapPage):
        page_published.connect(note_change, sender=page, dispatch_uid=f"gaps.registry.{page.__name__}.published")
        page_unpublished.connect(note_change, sender=page, dispatch_uid=f"gaps.registry.{page.__name__}.unpublished")
        post_delete.connect(note_change, sender=page, dispatch_uid=f"gaps.registry.{page.__name__}.delete")
    for model in (Area, Indicator, IndicatorValue, Snapshot):
        post_save.connect(note_change, sender=model, dispatch_uid=f"gaps.registry.{model.__name__}.save")
        post_delete.connect(note_change, sender=model, dispatch_uid=f"gaps.registry.{model.__name__}.delete")
    request_started.connect(check_again, dispatch_uid="gaps.registry.request")
