"""What removing tells the other rooms, in its transaction: each takes its own traces away, or nothing is removed."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal


@dataclass(frozen=True)
class Erased:
    """A record that is being removed. ``token`` stands for it from now on: it is the same in every room, and says
    nothing. ``names`` are all that it ever had."""

    token: str
    slugs: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True)
class Forgotten:
    """A public record whose history is being forgotten in some fields (of ``catalogue.history.LABELS``)."""

    slugs: frozenset[str]
    fields: frozenset[str]
    name: str


# Receivers get ``erased`` or ``forgotten``.
record_removed = Signal()
history_forgotten = Signal()
