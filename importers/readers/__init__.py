"""Files → sheets → rows of text. See ``open_file`` for the entries."""

from importers.readers.limits import FileProblem, ImportLimits, configured_limits
from importers.readers.open_file import read_bytes, read_pasted, read_path
from importers.readers.sheets import SheetRow, SourceFile, Worksheet, column_letter, column_position

__all__ = [
    "FileProblem",
    "ImportLimits",
    "SheetRow",
    "SourceFile",
    "Worksheet",
    "column_letter",
    "column_position",
    "configured_limits",
    "read_bytes",
    "read_pasted",
    "read_path",
]
