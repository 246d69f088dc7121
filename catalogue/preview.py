"""The record page of a version that isn't published, for the person who looks at it in the admin.

The version is made into a Record at that person's level, as everything is that leaves the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from catalogue.disclosure import level_of
from catalogue.presentation.citations import record_citation
from catalogue.presentation.linked_data import as_script_text, linked_data
from catalogue.presentation.tool_detail import ToolDetail
from catalogue.records import record_of

if TYPE_CHECKING:
    from catalogue.models import Tool


def preview_context(tool: Tool, request: HttpRequest) -> dict[str, Any]:
    record = record_of(tool, level_of(getattr(request, "user", None)))
    return {
        "sheet": ToolDetail(record, []),
        "citation": record_citation(record),
        "linked_data": as_script_text(linked_data(record)),
    }
