"""Unpublished work on a record: whose it is, and how it is given up.

A draft stands in the way of imports and would be published by whoever publishes next, so it can be discarded.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from catalogue.fields import read_values
from catalogue.models import Tool

DISCARD_ACTION = "catalogue.discard"


def unpublished_work(tool: Tool) -> list[Revision]:
    """Return the revisions of a published record that readers don't see yet, oldest first."""
    if not tool.live or not tool.has_unpublished_changes:
        return []
    newer = tool.revisions.select_related("user").order_by("created_at", "pk")
    if tool.live_revision_id:
        newer = newer.filter(pk__gt=tool.live_revision_id)
    return list(newer)


def waiting_draft(tool: Tool | None) -> Tool | None:
    """Return the record as somebody's unpublished draft has it; None where there is no draft."""
    if tool is None or not tool.has_unpublished_changes or tool.latest_revision_id is None:
        return None
    if tool.latest_revision_id == tool.live_revision_id:
        return None
    draft: Tool = tool.get_latest_revision_as_object()
    return draft


def drop_empty_draft(tool: Tool) -> bool:
    """Drop a draft that says what readers see anyway, so that nothing waits to be published; tell whether."""
    draft = waiting_draft(tool)
    if draft is None or not tool.live or read_values(draft) != read_values(tool):
        return False
    tool.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    Tool.objects.filter(pk=tool.pk).update(has_unpublished_changes=False, live_revision=tool.latest_revision_id)
    tool.has_unpublished_changes, tool.live_revision_id = False, tool.latest_revision_id
    return True


def is_own_draft(tool: Tool, user: Any) -> bool:
    """Tell whether a record was never public and is edited by nobody else: its author may delete it."""
    if tool.first_published_at is not None or tool.proposals.exists():
        return False
    revisions = tool.revisions
    return bool(revisions.exists() and not revisions.exclude(user=user).exists())


@transaction.atomic
def discard_draft(tool: Tool, user: Any) -> None:
    """Go back to what readers see. The draft's versions stay in the record's history, from where they can be had again.

    Raises ValidationError where there is nothing to go back to.
    """
    if not tool.live or not tool.has_unpublished_changes:
        raise ValidationError(_("There is no draft to discard."))
    if tool.workflow_in_progress:
        tool.current_workflow_state.cancel(user=user)
    live = tool.live_revision
    if live is None:
        published = Tool.objects.get(pk=tool.pk)
        live = published.save_revision(user=user, clean=False)
    tool.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    Tool.objects.filter(pk=tool.pk).update(latest_revision=live, live_revision=live, has_unpublished_changes=False)
    log(instance=tool, action=DISCARD_ACTION, user=user)
