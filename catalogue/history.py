"""What changed in a record, when, and from which source, in plain words.

Made of the revisions that were published, and of public fields only: an unpublished draft, a restricted detail and a
curator's note leave no trace here. Of free text it says only that the wording changed, so that words taken back for
somebody's safety do not live on in the history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from wagtail.models import ModelLogEntry, Revision

from catalogue.fields import FIELDS, Told, read_values
from catalogue.models import Tool
from taxonomy.current import vocabulary_index

MOST_ENTRIES = 50

# Public fields under the data set's names, as a reader calls them.
LABELS: Mapping[str, Promise] = {name: field.label for name, field in FIELDS.items() if field.told is not Told.NOTHING}
LOADED_FROM_A_FILE = r"Loaded from \S+\.jsonl?"


@dataclass(frozen=True)
class FieldChange:
    """``before`` and ``after`` are empty where only the fact of the change is told."""

    label: str
    before: str
    after: str
    is_told: bool


@dataclass(frozen=True)
class HistoryEntry:
    """One publication. ``reason`` names the import or says why, where it is known."""

    at: datetime
    reason: str
    is_first: bool
    changes: tuple[FieldChange, ...]

    @property
    def is_loaded(self) -> bool:
        """Tell whether a command wrote it from a file whose name says nothing to a reader."""
        return re.fullmatch(LOADED_FROM_A_FILE, self.reason) is not None


def history_of(tool: Tool) -> list[HistoryEntry]:
    """Return publications, newest first; those that changed nothing a reader can see are left out."""
    logged = list(
        ModelLogEntry.objects.filter(
            content_type__app_label="catalogue",
            content_type__model="tool",
            object_id=str(tool.pk),
            action="wagtail.publish",
            revision__isnull=False,
        ).order_by("-timestamp", "-pk")[: MOST_ENTRIES + 1]
    )
    revisions = Revision.objects.in_bulk([entry.revision_id for entry in logged])
    entries: list[HistoryEntry] = []
    before: dict[str, Any] | None = None
    for log in reversed(logged):
        revision = revisions.get(log.revision_id)
        if revision is None:
            continue
        now = read_values(revision.as_object(), LABELS)
        changes = _changes(before, now) if before is not None else ()
        is_first = before is None and len(logged) <= MOST_ENTRIES
        if is_first or changes:
            entries.append(HistoryEntry(log.timestamp, (log.data or {}).get("comment", ""), is_first, changes))
        before = now
    return entries[::-1]


def _changes(before: dict[str, Any], now: dict[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(_change(name, before[name], value) for name, value in now.items() if before[name] != value)


def _change(name: str, before: Any, after: Any) -> FieldChange:
    label = str(FIELDS[name].label)
    if FIELDS[name].told is not Told.VALUES:
        return FieldChange(label, "", "", is_told=False)
    return FieldChange(label, in_words(name, before), in_words(name, after), is_told=True)


def in_words(name: str, value: Any) -> str:
    """Return a field's value as a reader knows it: labels instead of slugs and codes, several separated by commas."""
    values = value if isinstance(value, list | tuple) else [value]
    known = [one for one in values if one not in (None, "")]
    value_set = FIELDS[name].value_set
    if not value_set:
        return ", ".join(map(str, known))
    index = vocabulary_index()
    return ", ".join(index.label(value_set, str(one).lower()) for one in known)
