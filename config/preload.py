"""What every worker process would read for itself, read once by the process that they are forked from."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connections

from gaps.live_data import current_registry

_log = logging.getLogger(__name__)


def load_shared() -> None:
    """Read the vocabularies and the public records: plain values, without threads or open files.

    No connection survives it: one that two processes use breaks. A database that isn't ready is no reason not to start.
    """
    try:
        current_registry()
    except DatabaseError as problem:
        _log.warning("The records can't be read before the first request: %s", problem)
    finally:
        connections.close_all()
