"""Reviews that drafts of records wait in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import WorkflowState

from catalogue.models import Tool
from taxonomy.many import with_any_of


def open_reviews(tools: Iterable[Tool]) -> dict[int, WorkflowState]:
    """Return {tool's key: its review} of those that wait for a reviewer or were sent back for changes."""
    content_type = ContentType.objects.get_for_model(Tool)
    active = WorkflowState.objects.active().filter(base_content_type=content_type)
    keys = [str(tool.pk) for tool in tools]
    return {int(state.object_id): state for part in with_any_of(active, "object_id", keys) for state in part}


def cancel_review(review: WorkflowState | None, user: Any = None) -> bool:
    """End a review without a decision; False when there is none."""
    if review is None or review.status not in (review.STATUS_IN_PROGRESS, review.STATUS_NEEDS_CHANGES):
        return False
    review.cancel(user=user)
    return True
