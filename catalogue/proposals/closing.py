"""A suggestion is decided when its record is published, wherever that was done."""

from __future__ import annotations

from typing import Any

from catalogue.signals import records_changed


def _close_published(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    from catalogue.proposals.service import close_published

    close_published(slugs)


def connect() -> None:
    """Called once by the application's ``ready``."""
    records_changed.connect(_close_published, dispatch_uid="catalogue.proposals.closed")
