"""What the page of a record prints, published or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.presentation.citations import record_citation
from catalogue.presentation.content_keys import content_key
from catalogue.presentation.linked_data import as_script_text, linked_data
from catalogue.presentation.tool_detail import ToolDetail
from catalogue.records import Record


def page_context(record: Record, similar: Sequence[Record] = (), *, is_public: bool = False) -> dict[str, Any]:
    """Return what ``catalogue/tool.html`` prints; the record holds only what its reader may see.

    ``is_public``: every reader may see all of it, so that what is printed of it can be kept.
    """
    return {
        "detail": ToolDetail(record, similar),
        "citation": record_citation(record),
        # Worked out when it is printed: most pages have it already.
        "linked_data": lambda: as_script_text(linked_data(record)),
        "key": content_key(record) if is_public else "",
    }
