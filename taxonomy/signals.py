"""What the taxonomy tells others, always after the transaction that did it.

Receivers get ``vocabulary`` (slug) and ``slugs`` (frozenset of term slugs: those changed, and after a merge or rename
both the old and the new one).
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.dispatch import Signal

terms_changed = Signal()


class _Batch:
    """The terms changed in one transaction, so that saving a term with forty words tells others once."""

    def __init__(self) -> None:
        self.slugs: dict[str, set[str]] = defaultdict(set)
        self.is_told = False

    def __call__(self) -> None:
        """Called after the commit, once for each change; the first call tells everything."""
        if self.is_told:
            return
        self.is_told = True
        for vocabulary, slugs in self.slugs.items():
            terms_changed.send(sender="taxonomy", vocabulary=vocabulary, slugs=frozenset(slugs))


class _Present(threading.local):
    batch: _Batch | None = None


_present = _Present()


def announce_terms(vocabulary: str, slugs: Iterable[str]) -> None:
    """Send ``terms_changed`` once the present transaction is committed."""
    changed = set(slugs)
    if not changed:
        return
    batch = _present.batch
    waiting = transaction.get_connection().run_on_commit
    # A batch that no longer waits belongs to a transaction that was rolled back.
    if batch is None or batch.is_told or not any(entry[1] is batch for entry in waiting):
        batch = _present.batch = _Batch()
    batch.slugs[vocabulary] |= changed
    transaction.on_commit(batch)


def announce_saved(instance: Any, **_: Any) -> None:
    """A term or one of its words was saved or deleted by itself, as the admin does."""
    term = getattr(instance, "term", instance)
    announce_terms(term.vocabulary.slug, {term.slug})
