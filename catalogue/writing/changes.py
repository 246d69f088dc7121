"""What is asked of the writer, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class WriteMode(StrEnum):
    """LIVE publishes; DRAFT leaves what the public sees as it is and adds a draft revision."""

    LIVE = "live"
    DRAFT = "draft"


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class RecordChange:
    """Values for one record under the data set's names (``catalogue.fields.FIELDS``); only these are touched.

    ``revives``: a withdrawn record is made anew at its old address; what it said before the withdrawal is dropped.
    """

    slug: str
    values: Mapping[str, Any]
    revives: bool = False


@dataclass(frozen=True)
class WriteResult:
    """What became of a draft. ``before`` and ``after`` hold the changed fields only, as canonical values.

    ``was_live``: whether readers saw the record before.
    """

    slug: str
    outcome: Outcome
    pk: int = 0
    revision: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    was_live: bool = False
