"""Files → sheets → rows of text. See ``service`` for the entries."""

from importers.readers.errors import FileProblem
from importers.readers.limits import Limits, configured_limits
from importers.readers.service import read_bytes, read_pasted, read_path
from importers.readers.sheets import Row, Sheet, SourceFile, column_letter, column_position

__all__ = [
    "FileProblem",
    "Limits",
    "Row",
    "Sheet",
    "SourceFile",
    "column_letter",
    "column_position",
    "configured_limits",
    "read_bytes",
    "read_pasted",
    "read_path",
]
