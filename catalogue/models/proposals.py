"""What somebody without an account proposes: a tool that is missing, or a correction of a record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.tools import Tool
from taxonomy.clean_fields import CleanCharField, CleanTextField, CleanURLField

# The kind of correction that tells of a harm.
SAFETY = "restricted"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def pending(self) -> ProposalQuerySet:
        return self.filter(state=ProposalState.PENDING)

    def most_urgent_first(self) -> ProposalQuerySet:
        """What may be harmful while it stays public, then what has waited longest."""
        urgent = models.Case(models.When(values__has_key=SAFETY, then=0), default=1, output_field=models.IntegerField())
        return self.order_by(urgent, "created_at", "pk")


class ProposalKind(models.TextChoices):
    NEW = "new", _("a tool that is missing")
    CORRECTION = "correction", _("a correction")


class ProposalState(models.TextChoices):
    PENDING = "pending", _("waiting for a curator")
    ACCEPTED = "accepted", _("taken over")
    DECLINED = "declined", _("not taken over")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")


class Proposal(models.Model):
    """``values`` holds plain values under the data set's names, as the sender gave them.

    No address, session or browser of the sender is kept; the e-mail address is theirs to give, and is deleted when
    the proposal is decided.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ProposalKind.choices)
    tool = models.ForeignKey(
        Tool, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("record")
    )
    name = CleanCharField(_("name"), max_length=200)
    values = models.JSONField(_("proposed values"), default=dict)
    comment = CleanTextField(_("comment"), blank=True)
    source_url = CleanURLField(_("where it can be checked"), max_length=1000, blank=True)
    is_meant_public = models.BooleanField(_("personal data is meant to be public"), default=False)
    sender_email = models.EmailField(_("sender's e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    answer = CleanTextField(_("answer to the sender"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_pending(self) -> bool:
        return self.state == ProposalState.PENDING

    @property
    def is_urgent(self) -> bool:
        """A correction that says something should not be public."""
        return SAFETY in self.values


class SentForm(models.Model):
    """An open form that was sent: its stamp, so that a second press of the button sends nothing again.

    The database keeps a stamp once, also when two sendings arrive at the same moment. Rows are dropped when the stamp
    would no longer be taken anyway (``catalogue.proposals.spam.LONGEST_SECONDS``).
    """

    stamp = models.CharField(max_length=64, unique=True)  # a digest of it
    words = models.CharField(max_length=64, blank=True)  # a digest of what was sent with it
    led_to = models.CharField(max_length=500, blank=True)  # the path that the first sending was answered with
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)


class PersonalDataCheck(models.Model):
    """Somebody has looked at a telephone number or an address in a record and says that it is meant to be public.

    ``finding`` is a keyed digest, so that what may have to be taken out again isn't kept a second time.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="personal_data_checks")
    finding = models.CharField(max_length=64)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tool", "finding"], name="no_finding_checked_twice")]


class Sending(models.Model):
    """That a form was sent over some connection, kept for an hour.

    ``reader`` is a keyed name of the connection that changes daily; it leads to no address.
    """

    class Purpose(models.TextChoices):
        PROPOSAL = "proposal"
        SAFETY = "safety"

    purpose = models.CharField(max_length=10, choices=Purpose)
    reader = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.purpose} at {self.at:%H:%M}"
