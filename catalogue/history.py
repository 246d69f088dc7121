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
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Revision

from catalogue.fields import FIELDS, read_values
from catalogue.models import Tool
from taxonomy.current import vocabulary_index

MOST_ENTRIES = 50

# Public fields under the data set's names, as a reader calls them.
LABELS: Mapping[str, Promise] = {
    "name": _("Name"),
    "aka": _("Other names"),
    "organisation": _("Lead organisation"),
    "partners": _("Partners"),
    "url": _("Home page"),
    "summary": _("Summary"),
    "tool_types": _("Type of tool"),
    "pillars": _("Pillar"),
    "exploitation": _("Form of exploitation"),
    "target_users": _("Who uses it"),
    "technologies": _("Technology"),
    "infrastructure": _("What it needs"),
    "regions": _("Regions"),
    "countries": _("Countries"),
    "origin_country": _("Country of the lead organisation"),
    "languages": _("Languages"),
    "status": _("Status"),
    "status_note": _("Note on the status"),
    "status_date": _("Status as of"),
    "launched": _("Year of launch"),
    "ended": _("Year of ending"),
    "ended_because": _("Why it ended"),
    "access": _("Cost and access"),
    "licence": _("Licence"),
    "source_repo": _("Source code"),
    "handles_victim_data": _("Data about victims"),
    "personal_data": _("Personal data it keeps"),
    "consent": _("How consent is given"),
    "hosting": _("Where the data is hosted"),
    "human_oversight": _("Human oversight"),
    "known_risks": _("Known risks"),
    "survivor_involvement": _("Involvement of survivors"),
    "impact_claims": _("Claims about its effect"),
    "sources": _("Sources"),
    "links": _("Links"),
    "confidence": _("Confidence"),
    "notes": _("Cautions"),
    "seeking": _("Looking for"),
    "last_verified_on": _("Last verified"),
    "taglines": _("One-sentence descriptions"),
    "summaries": _("Summary in other languages"),
    "tags": _("Tags"),
}
LOADED_FROM_A_FILE = r"Loaded from \S+\.jsonl?"
# Fields whose old and new values are told; of the others only that they changed.
TOLD = frozenset(
    {"countries", "languages", "origin_country", "launched", "ended", "licence", "last_verified_on", "status_date"}
    | {name for name, field in FIELDS.items() if field.vocabulary and name in LABELS}
)


@dataclass(frozen=True)
class FieldChange:
    """``before`` and ``after`` are empty where only the fact of the change is told."""

    label: str
    before: str
    after: str
    is_told: bool


@dataclass(frozen=True)
class Entry:
    """One publication. ``reason`` names the import or says why, where it is known."""

    at: datetime
    reason: str
    is_first: bool
    changes: tuple[FieldChange, ...]

    @property
    def is_loaded(self) -> bool:
        """A command wrote it from a file whose name says nothing to a reader."""
        return re.fullmatch(LOADED_FROM_A_FILE, self.reason) is not None


def history_of(tool: Tool) -> list[Entry]:
    """Publications, newest first; those that changed nothing a reader can see are left out."""
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
    entries: list[Entry] = []
    before: dict[str, Any] | None = None
    for log in reversed(logged):
        revision = revisions.get(log.revision_id)
        if revision is None:
            continue
        now = read_values(revision.as_object(), LABELS)
        changes = _changes(before, now) if before is not None else ()
        is_first = before is None and len(logged) <= MOST_ENTRIES
        if is_first or changes:
            entries.append(Entry(log.timestamp, (log.data or {}).get("comment", ""), is_first, changes))
        before = now
    return entries[::-1]


def _changes(before: dict[str, Any], now: dict[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            str(LABELS[name]),
            _in_words(name, before[name]) if name in TOLD else "",
            _in_words(name, value) if name in TOLD else "",
            name in TOLD,
        )
        for name, value in now.items()
        if before[name] != value
    )


def _in_words(name: str, value: Any) -> str:
    values = value if isinstance(value, tuple) else (value,) if value not in (None, "") else ()
    vocabulary = FIELDS[name].vocabulary or {"countries": "country", "origin_country": "country"}.get(name, "")
    vocabulary = vocabulary or ("language" if name == "languages" else "")
    if vocabulary:
        index = vocabulary_index()
        return ", ".join(index.label(vocabulary, str(one).lower()) for one in values)
    return ", ".join(map(str, values))
