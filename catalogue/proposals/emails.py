"""Who is told by e-mail: editors of what came in, senders of what became of it.

No mail repeats what a reader wrote: it may be what should not be public.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.users.models import UserProfile

from catalogue.disclosure import EDITORS_GROUP
from catalogue.models import Proposal, ProposalKind
from catalogue.proposals.receipts import receipt_url

# Further corrections within this time are on the dashboard, and in the next mail's number.
QUIET_TIME = timedelta(hours=12)


def notify_editors(proposal: Proposal) -> None:
    """Say that a correction waits: at once when something should not be public, otherwise not with every one."""
    earlier = Proposal.objects.filter(kind=ProposalKind.CORRECTION).exclude(pk=proposal.pk)
    if not proposal.is_urgent and earlier.filter(created_at__gt=timezone.now() - QUIET_TIME).exists():
        return
    waiting = Proposal.objects.pending().count()
    link = settings.BASE_URL + reverse("proposal", args=[proposal.pk])
    for editor in _editors():
        with override(UserProfile.get_for_user(editor).get_preferred_language()):
            if proposal.is_urgent:
                subject = _("A reader says that something should not be public: %(name)s") % {"name": proposal.name}
                text = _("Please look at it today. What the reader wrote stands on this page:")
            else:
                subject = _("A reader corrects a record: %(name)s") % {"name": proposal.name}
                text = _("What the reader proposes stands on this page:")
            number = ngettext("%(number)d proposal is waiting.", "%(number)d proposals are waiting.", waiting)
            body = f"{text}\n{link}\n\n{number % {'number': waiting}}"
            send_mail(" ".join(subject.split()), body, None, [editor.email], fail_silently=True)


def _editors() -> QuerySet[AbstractUser]:
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    editors = people.filter(groups__name=EDITORS_GROUP)
    chosen = editors if editors.exists() else people.filter(is_superuser=True)
    return chosen.order_by("pk").distinct()


def notify_sender(proposal: Proposal, email: str) -> None:
    """Send what became of a proposal, with the receipt's link."""
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
