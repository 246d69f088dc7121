"""Writing many records at once: one transaction, one revision a changed record, one signal at the end."""

from catalogue.writing.changes import Draft, Mode, Outcome, Written
from catalogue.writing.write import write_records

__all__ = [
    "Draft",
    "Mode",
    "Outcome",
    "Written",
    "write_records",
]
