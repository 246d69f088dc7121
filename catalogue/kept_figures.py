"""What was worked out of all public records, kept in memory until any of them changes.

What comes of it are numbers and keys, never a record: who shows a record reads it, and so misses what was taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from catalogue.kept_exports.stamp import current_stamp
from common.recent import Recent

Figures = TypeVar("Figures")
MOST_KEPT = 2_000

_recent: Recent[Any] = Recent(MOST_KEPT)


def of_present_state(key: Hashable, make: Callable[[], Figures]) -> Figures:
    """Return what the key stands for; made anew where nothing tells one state of the registry from the next."""
    stamp = current_stamp()
    figures: Figures = _recent.get((stamp, key), make) if stamp else make()
    return figures


def forget() -> None:
    """Drop all; for tests, whose database changes under the process."""
    _recent.clear()
