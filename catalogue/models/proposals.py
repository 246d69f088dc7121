"""What somebody without an account proposes: a tool that is missing, or a correction of a record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.tools import Tool
from taxonomy.columns import AddressField, LineField, ProseField


class Proposal(models.Model):
    """``values`` holds plain values under the data set's names, as the sender gave them.

    No address, session or browser of the sender is kept; the e-mail address is theirs to give, and is deleted when
    the proposal is decided.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("a tool that is missing")
        CORRECTION = "correction", _("a correction")

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for a curator")
        ACCEPTED = "accepted", _("taken over")
        DECLINED = "declined", _("not taken over")
        WITHDRAWN = "withdrawn", _("withdrawn by the sender")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    tool = models.ForeignKey(
        Tool, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("record")
    )
    name = LineField(_("name"), max_length=200)
    values = models.JSONField(_("proposed values"), default=dict)
    comment = ProseField(_("comment"), blank=True)
    source_url = AddressField(_("where it can be checked"), max_length=1000, blank=True)
    sender_email = models.EmailField(_("sender's e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    answer = ProseField(_("answer to the sender"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING
