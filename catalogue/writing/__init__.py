"""Writing many records at once: one transaction, one revision a changed record, one signal at the end."""

from catalogue.writing.changes import Outcome, RecordChange, WriteMode, WriteResult
from catalogue.writing.write import write_records

__all__ = [
    "Outcome",
    "RecordChange",
    "WriteMode",
    "WriteResult",
    "write_records",
]
