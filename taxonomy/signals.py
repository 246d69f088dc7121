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


class _Pending(threading.local):
    """The terms changed in the present transaction, so that saving a term with forty words tells others once."""

    def __init__(self) -> None:
        self.slugs: dict[str, set[str]] = defaultdict(set)


_pending = _Pending()


def announce_terms(vocabulary: str, slugs: Iterable[str]) -> None:
    """Send ``terms_changed`` once the present transaction is committed."""
    told = set(slugs)
    if told:
        _pending.slugs[vocabulary] |= told
        transaction.on_commit(_send)


def _send() -> None:
    """The first callback after a commit tells everything; the others find nothing left to tell."""
    waiting, _pending.slugs = _pending.slugs, defaultdict(set)
    for vocabulary, slugs in waiting.items():
        terms_changed.send(sender="taxonomy", vocabulary=vocabulary, slugs=frozenset(slugs))


def announce_saved(instance: Any, **_: Any) -> None:
    """A term or one of its words was saved or deleted by itself, as the admin does."""
    term = getattr(instance, "term", instance)
    announce_terms(term.vocabulary.slug, {term.slug})
