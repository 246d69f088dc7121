"""What this room has the worker do by the clock."""

from __future__ import annotations

from collections.abc import Callable

from search import indexing
from search.demand import forget_marks

# A removal that the index couldn't follow at once is tried again so often.
SETTLE_SECONDS = 5


def jobs() -> list[tuple[str, float, Callable[[], object]]]:
    return [
        ("search index", SETTLE_SECONDS, indexing.settle),
        ("marks of earlier months", 3600, forget_marks),
    ]
