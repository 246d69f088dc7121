"""Drafts that wait above what readers see."""

from __future__ import annotations

from catalogue.fields import read_values
from catalogue.models import Tool


def waiting_draft(tool: Tool | None) -> Tool | None:
    """The record as somebody's unpublished draft has it; None where there is no draft."""
    if tool is None or not tool.has_unpublished_changes or tool.latest_revision_id is None:
        return None
    if tool.latest_revision_id == tool.live_revision_id:
        return None
    draft: Tool = tool.get_latest_revision_as_object()
    return draft


def drop_empty_draft(tool: Tool) -> bool:
    """Whether the draft said what readers see anyway; then it is none any more, and nothing waits to be published."""
    draft = waiting_draft(tool)
    if draft is None or not tool.live or read_values(draft) != read_values(tool):
        return False
    tool.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    Tool.objects.filter(pk=tool.pk).update(has_unpublished_changes=False, live_revision=tool.latest_revision_id)
    tool.has_unpublished_changes, tool.live_revision_id = False, tool.latest_revision_id
    return True
