"""How much of a file is read, as settings (``IMPORT_MAX_…``), and the one way in which a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class ImportLimits:
    """``size`` and ``unpacked`` in bytes, ``cell`` in characters (Excel's own bound), ``area`` in cells of a sheet."""

    size: int = 50 * MEGABYTE
    unpacked: int = 600 * MEGABYTE
    ratio: int = 500
    rows: int = 200_000
    columns: int = 1_000
    area: int = 8_000_000
    cell: int = 32_767
    parts: int = 5_000


class FileProblem(ValueError):
    """A file, or a sheet of it, that can't be read. ``code`` for programs, ``message`` for the curator."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def configured_limits() -> ImportLimits:
    """The limits of this site: ``settings.IMPORT_LIMITS`` = {name: number} over the defaults."""
    return ImportLimits(**getattr(settings, "IMPORT_LIMITS", {}))
