"""Records that may be the same as one that is being written: for the warning on forms.

The matcher is kept in memory and made anew when a record changes; another process's change is seen within a minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.matching import Candidate, Matcher
from catalogue.models import Tool
from catalogue.querysets import ToolQuerySet
from catalogue.records import records
from catalogue.signals import records_changed, records_withdrawn

KEPT_SECONDS = 60
MOST_SHOWN = 5


@dataclass(frozen=True)
class Likely:
    """A record that may be meant. ``score`` 0 to 1; ``reasons`` in words."""

    slug: str
    name: str
    organisation: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    matcher: Matcher
    names: Mapping[str, tuple[str, str]]
    made_at: float


class _Cache:
    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def get(self, kind: str, tools: ToolQuerySet) -> _Known:
        with self._lock:
            known = self._known.get(kind)
            if known is None or time.monotonic() - known.made_at > KEPT_SECONDS:
                found = records(tools)
                known = self._known[kind] = _Known(
                    Matcher.of_records(found),
                    {record.slug: (record.name, record.organisation) for record in found},
                    time.monotonic(),
                )
            return known

    def forget(self, **kwargs: Any) -> None:
        with self._lock:
            self._known.clear()


_cache = _Cache()


def likely_duplicates(values: Mapping[str, Any], *, is_public: bool = True, skip: Iterable[str] = ()) -> list[Likely]:
    """Best first. ``values`` under the data set's names, as far as they are known; readers are shown public records
    only, curators (``is_public=False``) drafts too. ``skip`` names slugs that aren't meant, such as the record's own.
    """
    tools = Tool.objects.public() if is_public else Tool.objects.filter(withdrawn_at__isnull=True)
    known = _cache.get("public" if is_public else "all", tools)
    found = known.matcher.matches(Candidate.from_values(values), limit=MOST_SHOWN, skip=skip)
    return [
        Likely(match.key, *known.names[match.key], match.score, tuple(str(reason) for reason in match.reasons))
        for match in found
        if match.is_likely or match.is_same_name
    ]


def connect() -> None:
    """Called once by the application's ``ready``."""
    records_changed.connect(_cache.forget, dispatch_uid="catalogue.duplicates.changed")
    records_withdrawn.connect(_cache.forget, dispatch_uid="catalogue.duplicates.withdrawn")
