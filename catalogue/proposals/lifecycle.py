"""What happens to a proposal: received, withdrawn, taken over, declined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from catalogue.models import FormerSlug, Organisation, Proposal, ProposalKind, ProposalState, Tool
from catalogue.proposals.corrections import take_over
from catalogue.proposals.emails import notify_editors, notify_sender
from catalogue.removal.keys import removed_among, was_removed
from catalogue.writing import Outcome, RecordChange, WriteMode, write_records
from catalogue.writing.organisations import free_slug
from taxonomy.many import with_any_of


@transaction.atomic
def receive_suggestion(
    values: dict[str, Any], comment: str, source_url: str, email: str, is_meant_public: bool = False
) -> Proposal:
    """Keep a suggestion and put a draft of the record into the review workflow; nothing is public by it."""
    taken = set(Tool.objects.values_list("slug", flat=True)) | set(FormerSlug.objects.values_list("slug", flat=True))
    slug = free_slug(values["name"], taken, 60)
    record = dict(values) | {"confidence": "medium"}
    if source_url:
        record["sources"] = [{"title": _("Named in a suggestion"), "url": source_url, "seen": False}]
    if comment:
        record["curator_notes"] = comment
    [written] = write_records(
        [RecordChange(slug, record)], reason=_("Suggested by a reader"), mode=WriteMode.DRAFT, is_review=True
    )
    if written.outcome is not Outcome.CREATED:
        raise ValidationError(" ".join(written.problems.values()))
    tool = Tool.objects.get(pk=written.pk)
    start_review(tool, None)
    return Proposal.objects.create(
        kind=ProposalKind.NEW,
        tool=tool,
        name=values["name"],
        values=values,
        comment=comment,
        source_url=source_url,
        is_meant_public=is_meant_public,
        sender_email=email,
    )


def receive_correction(
    tool: Tool, values: dict[str, Any], comment: str, source_url: str, email: str, is_meant_public: bool = False
) -> Proposal:
    """Keep a correction for a curator. It touches no draft, so that a stranger can't stand in an editor's way."""
    proposal = Proposal.objects.create(
        kind=ProposalKind.CORRECTION,
        tool=tool,
        name=tool.name,
        values=values,
        comment=comment,
        source_url=source_url,
        is_meant_public=is_meant_public,
        sender_email=email,
    )
    notify_editors(proposal)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal) -> None:
    """Delete what the sender wrote, and a draft that came of it alone, when the sender takes it back."""
    proposal = _pending(proposal)
    dropped = _drop_draft(proposal)
    _forget_words(proposal, with_name=dropped)
    _close(proposal, ProposalState.WITHDRAWN, "", None)


@transaction.atomic
def publish(proposal: Proposal, user: Any, answer: str = "") -> Tool:
    """Publish the record that a suggestion proposes."""
    proposal = _pending(proposal)
    tool = _record_of(proposal)
    if removed_among([(tool.slug, [tool.name])]):
        raise ValidationError(was_removed())
    # Closed first: publishing closes what is still open, without the answer.
    _close(proposal, ProposalState.ACCEPTED, answer, user)
    if tool.latest_revision is not None and not tool.live:
        _cancel_review(tool, user)
        tool.latest_revision.publish(user=user)
    return tool


@transaction.atomic
def accept(proposal: Proposal, values: Mapping[str, Any], user: Any, answer: str = "") -> Tool:
    """Take a correction over: the values that a curator chose, its source and its words become a draft in review."""
    proposal = _pending(proposal)
    tool = _record_of(proposal)
    take_over(proposal, tool, values, user)
    if tool.has_unpublished_changes and not tool.is_withdrawn:
        start_review(tool, user)
    _close(proposal, ProposalState.ACCEPTED, answer, user)
    return tool


@transaction.atomic
def decline(proposal: Proposal, user: Any, answer: str) -> None:
    """Decline a proposal; the sender reads the answer on the receipt. What a curator added to a draft stays."""
    proposal = _pending(proposal)
    if not answer.strip():
        raise ValidationError(_("Say why, in a sentence: the sender reads it."))
    _drop_draft(proposal)
    _forget_words(proposal, with_name=False)
    _close(proposal, ProposalState.DECLINED, answer.strip(), user)


def close_published(slugs: Iterable[str]) -> None:
    """A suggestion whose record was published in any other way (a review, the record's form) is taken over by it."""
    suggested = Proposal.objects.filter(kind=ProposalKind.NEW, tool__live=True)
    for portion in with_any_of(suggested.pending(), "tool__slug", slugs):
        with transaction.atomic():
            for proposal in portion.select_for_update(of=("self",)):
                _close(proposal, ProposalState.ACCEPTED, "", None)


def start_review(tool: Tool, user: Any) -> None:
    workflow = tool.get_workflow()
    if workflow is not None and not tool.workflow_in_progress:
        workflow.start(tool, user)


def _pending(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now, kept from others while it is decided."""
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not fresh.is_pending:
        raise ValidationError(_("This proposal is already decided."))
    return fresh


def _record_of(proposal: Proposal) -> Tool:
    if proposal.tool is None:
        raise ValidationError(_("The record that this is about no longer exists."))
    return proposal.tool


def _cancel_review(tool: Tool, user: Any) -> None:
    if tool.workflow_in_progress:
        tool.current_workflow_state.cancel(user=user)


def _drop_draft(proposal: Proposal) -> bool:
    """Delete the draft that a suggestion made, unless somebody has worked on it or it was public; tell whether."""
    tool = proposal.tool
    if proposal.kind != ProposalKind.NEW or tool is None or tool.first_published_at is not None:
        return False
    _cancel_review(tool, None)
    if tool.revisions.filter(user__isnull=False).exists():
        return False
    proposal.tool = None
    proposal.save(update_fields=["tool"])
    named = list(tool.participations.values_list("organisation", flat=True))
    pk = tool.pk
    tool.delete()
    # The log's labels hold the name that the sender wrote.
    content_type = ContentType.objects.get_for_model(Tool)
    ModelLogEntry.objects.filter(content_type=content_type, object_id=str(pk)).delete()
    Organisation.objects.filter(
        pk__in=named, participations=None, aliases=None, url="", description="", latest_revision=None
    ).delete()
    return True


def _forget_words(proposal: Proposal, *, with_name: bool) -> None:
    proposal.values, proposal.comment, proposal.source_url = {}, "", ""
    if with_name:
        proposal.name = ""


def _close(proposal: Proposal, state: str, answer: str, user: Any) -> None:
    email, proposal.sender_email = proposal.sender_email, ""
    proposal.state, proposal.answer = state, answer
    proposal.decided_at, proposal.decided_by = timezone.now(), user
    if state == ProposalState.ACCEPTED:
        proposal.comment = ""  # it stands in the curators' notes of the record
    proposal.save()
    if email and state != ProposalState.WITHDRAWN:
        notify_sender(proposal, email)
