"""What the page of a record prints, published or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.presentation.citations import record_citation
from catalogue.presentation.linked_data import as_script_text, linked_data
from catalogue.presentation.tool_detail import ToolDetail
from catalogue.records import Record


def page_context(record: Record, similar: Sequence[Record] = ()) -> dict[str, Any]:
    """Return what ``catalogue/tool.html`` prints; the record holds only what its reader may see."""
    return {
        "detail": ToolDetail(record, similar),
        "citation": record_citation(record),
        "linked_data": as_script_text(linked_data(record)),
    }
