"""What happens to a proposal: received, withdrawn, taken over, declined."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.fields import FIELDS, ValueProblem
from catalogue.models import FormerSlug, Proposal, Tool
from catalogue.proposals.receipts import receipt_url
from catalogue.writing import Draft, Mode, Outcome, write_records
from catalogue.writing.organisations import free_slug

# A correction in free words is written into these fields as it stands; a curator edits the others by hand.
WRITABLE = frozenset({"name", "summary", "url"})


@transaction.atomic
def receive_suggestion(values: dict[str, Any], comment: str, source_url: str, email: str) -> Proposal:
    """Keep a suggestion and put a draft of the record into the review workflow; nothing is public by it."""
    taken = set(Tool.objects.values_list("slug", flat=True)) | set(FormerSlug.objects.values_list("slug", flat=True))
    slug = free_slug(values["name"], taken, 60)
    record = dict(values) | {"confidence": "medium"}
    if source_url:
        record["sources"] = [{"title": _("Named in a suggestion"), "url": source_url, "seen": False}]
    if comment:
        record["curator_notes"] = comment
    [written] = write_records([Draft(slug, record)], reason=_("Suggested by a reader"), mode=Mode.DRAFT)
    if written.outcome is not Outcome.CREATED:
        raise ValidationError(" ".join(written.problems.values()))
    tool = Tool.objects.get(pk=written.pk)
    start_review(tool, None)
    return Proposal.objects.create(
        kind=Proposal.Kind.NEW,
        tool=tool,
        name=values["name"],
        values=values,
        comment=comment,
        source_url=source_url,
        sender_email=email,
    )


def receive_correction(tool: Tool, values: dict[str, Any], comment: str, source_url: str, email: str) -> Proposal:
    """Keep a correction for a curator. It touches no draft, so that a stranger can't stand in an editor's way."""
    return Proposal.objects.create(
        kind=Proposal.Kind.CORRECTION,
        tool=tool,
        name=tool.name,
        values=values,
        comment=comment,
        source_url=source_url,
        sender_email=email,
    )


@transaction.atomic
def withdraw(proposal: Proposal) -> None:
    """The sender takes it back. A draft that came of it alone is deleted."""
    if not proposal.is_pending:
        raise ValidationError(_("This proposal is already decided."))
    _drop_draft(proposal)
    _close(proposal, Proposal.State.WITHDRAWN, "", None)


@transaction.atomic
def accept(proposal: Proposal, user: Any, answer: str = "") -> Tool | None:
    """Take it over. A suggestion is published; a correction becomes a draft, submitted for review."""
    if not proposal.is_pending:
        raise ValidationError(_("This proposal is already decided."))
    tool = proposal.tool
    if tool is None:
        raise ValidationError(_("The record that this is about no longer exists."))
    if proposal.kind == Proposal.Kind.NEW:
        if tool.latest_revision is not None and not tool.live:
            _cancel_review(tool, user)
            tool.latest_revision.publish(user=user)
    else:
        _write_correction(proposal, tool, user)
    _close(proposal, Proposal.State.ACCEPTED, answer, user)
    return tool


@transaction.atomic
def decline(proposal: Proposal, user: Any, answer: str) -> None:
    """Not taken over; the sender reads the answer on the receipt."""
    if not proposal.is_pending:
        raise ValidationError(_("This proposal is already decided."))
    if not answer.strip():
        raise ValidationError(_("Say why, in a sentence: the sender reads it."))
    _drop_draft(proposal)
    _close(proposal, Proposal.State.DECLINED, answer.strip(), user)


def start_review(tool: Tool, user: Any) -> None:
    workflow = tool.get_workflow()
    if workflow is not None and not tool.workflow_in_progress:
        workflow.start(tool, user)


def _write_correction(proposal: Proposal, tool: Tool, user: Any) -> None:
    values: dict[str, Any] = {}
    for name, text in proposal.values.items():
        if name not in WRITABLE:
            continue
        try:
            values[name] = FIELDS[name].check(text)
        except ValueProblem:
            continue  # the curator sees the words beside the record and edits by hand
    if not values:
        return
    [written] = write_records([Draft(tool.slug, values)], user=user, reason=_("Corrected by a reader"), mode=Mode.DRAFT)
    if written.outcome is Outcome.REFUSED:
        raise ValidationError(" ".join(written.problems.values()))
    tool.refresh_from_db()
    start_review(tool, user)


def _cancel_review(tool: Tool, user: Any) -> None:
    if tool.workflow_in_progress:
        tool.current_workflow_state.cancel(user=user)


def _drop_draft(proposal: Proposal) -> None:
    tool = proposal.tool
    if proposal.kind == Proposal.Kind.NEW and tool is not None and tool.first_published_at is None:
        _cancel_review(tool, None)
        tool.delete()
        proposal.tool = None


def _close(proposal: Proposal, state: str, answer: str, user: Any) -> None:
    email, proposal.sender_email = proposal.sender_email, ""
    proposal.state, proposal.answer = state, answer
    proposal.decided_at, proposal.decided_by = timezone.now(), user
    proposal.save()
    if email and state != Proposal.State.WITHDRAWN:
        transaction.on_commit(lambda: _tell_sender(proposal, email))


def _tell_sender(proposal: Proposal, email: str) -> None:
    send_mail(
        _("Your proposal to the registry"),
        _("%(name)s: %(state)s. %(answer)s\n\n%(link)s")
        % {
            "name": proposal.name,
            "state": proposal.get_state_display(),
            "answer": proposal.answer,
            "link": settings.BASE_URL + receipt_url(proposal),
        },
        None,
        [email],
        fail_silently=True,
    )
