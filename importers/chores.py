"""What this room has the worker do by the clock."""

from __future__ import annotations

from collections.abc import Callable

from importers.applying.retention import tidy

_HOUR = 3600


def jobs() -> list[tuple[str, float, Callable[[], object]]]:
    return [("imports", _HOUR, tidy)]
