"""Writing many records at once: one transaction, one revision a changed record, one signal at the end."""

from catalogue.writing.drafts import Draft, Mode, Outcome, Written
from catalogue.writing.service import write_records
from catalogue.writing.waiting import drop_empty_draft, waiting_draft

__all__ = [
    "Draft",
    "Mode",
    "Outcome",
    "Written",
    "drop_empty_draft",
    "waiting_draft",
    "write_records",
]
