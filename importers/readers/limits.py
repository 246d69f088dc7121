"""How much of a file is read, as settings (``IMPORT_MAX_…``)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """``size`` and ``unpacked`` in bytes, ``cell`` in characters (Excel's own bound), ``area`` in cells of a sheet."""

    size: int = 50 * MEGABYTE
    unpacked: int = 600 * MEGABYTE
    ratio: int = 500
    rows: int = 200_000
    columns: int = 1_000
    area: int = 8_000_000
    cell: int = 32_767
    parts: int = 5_000


def configured_limits() -> Limits:
    """The limits of this site: ``settings.IMPORT_LIMITS`` = {name: number} over the defaults."""
    return Limits(**getattr(settings, "IMPORT_LIMITS", {}))
