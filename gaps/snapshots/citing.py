"""Keeps the state that a table is cited from, so that the address in a citation shows the same numbers for ever.

What is kept is a state of the registry, not a table: all tables of one state share it, and a state that equals the last
one kept is that one. So readers who cite add a row only after the registry has changed, and only so many a day.
"""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from gaps.live_data import current_registry, note_snapshot
from gaps.models.snapshots import Snapshot
from gaps.snapshots.freezing import take_snapshot, unchanged_since_last

MOST_KEPT_A_DAY = 24
# A larger registry is frozen by the worker: it takes longer than a request may.
MOST_FROZEN_AT_ONCE = 5_000
_WAITING_SECONDS = 600
_WAITING = "gaps-state-is-being-kept"

_logger = logging.getLogger(__name__)


def kept_state(stamp: str) -> Snapshot | None:
    """The snapshot of the present state, kept now if need be; None where it can't be, or can't be at once.

    ``stamp``: the state that the caller has counted. If it is no longer the present one, nothing is kept.
    """
    registry = current_registry()
    if registry.stamp != stamp or not registry.records:
        return None
    last = Snapshot.objects.defer("packed").first()
    if last is not None and last.stamp == stamp:
        return last
    if len(registry.records) <= MOST_FROZEN_AT_ONCE:
        return _keep()
    _keep_later()
    return None


def _keep() -> Snapshot | None:
    """The last snapshot where the state equals it, else a new one, unless today has enough of them."""
    today = timezone.localdate()
    is_full = Snapshot.objects.filter(taken_on=today, is_automatic=True).count() >= MOST_KEPT_A_DAY
    try:
        with transaction.atomic():
            if is_full:
                return unchanged_since_last()
            snapshot, is_new = take_snapshot(only_if_changed=True, is_automatic=True)
    except IntegrityError:
        # Another process kept a state at the same moment; the next reader finds it.
        return None
    except DatabaseError:
        _logger.exception("The state of the registry could not be kept for a citation.")
        return None
    if is_new:
        _logger.info("Kept the state of the registry as snapshot %d, as it is being cited.", snapshot.number)
    return snapshot


def _keep_later() -> None:
    if cache.add(_WAITING, True, _WAITING_SECONDS):
        keep_in_background.enqueue()


@task()
def keep_in_background() -> None:
    """Freeze the present state of a large registry."""
    if _keep() is not None:
        note_snapshot()
