"""The language that the reader is being answered in."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def active_language() -> str:
    """The active language without its region; the site's own where none is active."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]
