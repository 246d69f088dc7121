"""Decisions about a published record: withdrawn, restored, marked as verified, taken out of every list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from catalogue.models import IndexDue, Tool
from catalogue.partial_dates import PartialDate
from catalogue.reviews import cancel_review
from catalogue.signals import announce, records_changed, records_withdrawn

WITHDRAW_ACTION = "catalogue.withdraw"
RESTORE_ACTION = "catalogue.restore"
VERIFY_ACTION = "catalogue.verify"


@transaction.atomic
def take_out(slugs: Iterable[str]) -> None:
    """Tell everybody that these addresses stand for no public record any more.

    What a search index still holds of them is owed in the same transaction (``IndexDue``): searches leave it out from
    then on, and the index follows as soon as it can.
    """
    listed = sorted(set(slugs))
    now = timezone.now()
    for slug in listed:
        IndexDue.objects.update_or_create(slug=slug, defaults={"since": now})
    announce(records_withdrawn, listed)


@transaction.atomic
def withdraw(tool: Tool, reason: str, user: Any = None) -> None:
    """Take a record off every public surface; its address answers 410 with the reason. A review of it ends.

    Raises ValidationError when the reason is empty, since it is what readers are told.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why the record is withdrawn. Readers who follow a link to it are told."))
    if tool.is_withdrawn and tool.withdrawn_because == reason:
        return  # a second press
    tool.withdrawn_at = tool.withdrawn_at or timezone.now()
    tool.withdrawn_because = reason
    tool.save(update_fields=["withdrawn_at", "withdrawn_because", "updated_at"])
    log(instance=tool, action=WITHDRAW_ACTION, user=user, data={"reason": reason})
    cancel_review(tool.current_workflow_state, user)
    take_out([tool.slug])


@transaction.atomic
def restore(tool: Tool, user: Any = None) -> None:
    """Take a withdrawal back. The record is public again if it is published."""
    if not tool.is_withdrawn:
        return
    tool.withdrawn_at = None
    tool.withdrawn_because = ""
    tool.save(update_fields=["withdrawn_at", "withdrawn_because", "updated_at"])
    log(instance=tool, action=RESTORE_ACTION, user=user)
    announce(records_changed, [tool.slug])


@transaction.atomic
def mark_verified(tool: Tool, user: Any) -> None:
    """Record that somebody has checked the record today, on the live record and in the latest draft alike."""
    today = PartialDate.of(timezone.localdate())
    if tool.last_verified_on == today and tool.last_verified_by_id == user.pk:
        return  # a second press
    draft = tool.get_latest_revision_as_object() if tool.latest_revision_id else None
    has_draft = draft is not None and tool.has_unpublished_changes
    tool.last_verified_on = today
    tool.last_verified_by = user
    if draft is None or not has_draft:
        tool.save()
        revision = tool.save_revision(user=user, clean=False)
        if tool.live:
            Tool.objects.filter(pk=tool.pk).update(live_revision=revision, has_unpublished_changes=False)
    else:
        tool.save(update_fields=["last_verified_on", "last_verified_by", "updated_at"])
        draft.last_verified_on = today
        draft.last_verified_by = user
        draft.save_revision(user=user, clean=False)
    log(instance=tool, action=VERIFY_ACTION, user=user)
    if tool.live:
        announce(records_changed, [tool.slug])
