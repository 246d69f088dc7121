"""What this room has the worker do by the clock."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.kept_exports.making import make_waiting, sweep
from catalogue.proposals.quota import forget_sendings


def jobs() -> list[tuple[str, float, Callable[[], object]]]:
    return [
        # Beside its task, so that no file waits for the end of a long import.
        ("files that readers wait for", 1, make_waiting),
        ("files of an earlier state", 30, sweep),
        ("sendings that no longer count", 300, forget_sendings),
    ]
