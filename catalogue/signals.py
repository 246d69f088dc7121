"""What the catalogue tells others, after the transaction that did it.

``records_written`` alone is sent at once, inside that transaction, for what must be right at the same moment as the
tools' own rows. Receivers get ``slugs`` (a frozenset of tool slugs). A changed record may be new, edited, or no longer
public; a listener looks the record up and decides.
"""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

records_written = Signal()
records_changed = Signal()
records_withdrawn = Signal()


def announce(signal: Signal, slugs: Iterable[str]) -> None:
    """Send ``records_written`` now, and a signal once the present transaction is committed."""
    changed = frozenset(slugs)
    if changed:
        records_written.send(sender="catalogue", slugs=changed)
        transaction.on_commit(lambda: signal.send(sender="catalogue", slugs=changed))
