"""What the catalogue tells others, always after the transaction that did it.

Receivers get ``slugs`` (a frozenset of tool slugs). A changed record may be new, edited, or no longer public;
a listener looks the record up and decides.
"""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

records_changed = Signal()
records_withdrawn = Signal()


def announce(signal: Signal, slugs: Iterable[str]) -> None:
    """Send a signal once the present transaction is committed."""
    changed = frozenset(slugs)
    if changed:
        transaction.on_commit(lambda: signal.send(sender="catalogue", slugs=changed))
