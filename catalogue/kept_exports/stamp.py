"""Names the state of everything that files are made of."""

from __future__ import annotations

from collections.abc import Callable

_stamps: list[Callable[[], str]] = []


def stamp_with(stamp: Callable[[], str]) -> None:
    """Have a room that knows when something changed name the state; called when its application is ready."""
    if stamp not in _stamps:
        _stamps.append(stamp)


def current_stamp() -> str:
    return ".".join(stamp() for stamp in _stamps)
