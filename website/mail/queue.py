"""Mails that wait to be sent: claimed, put off, given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

# After the first try, the second and so on; the last one is about a day after the mail was written.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# A sending that was cut off is begun again after this; longer than any sending can take.
CLAIM = timedelta(minutes=10)
# How long the table remembers that a mail was given up, for /health/.
REMEMBERED = timedelta(days=7)


class MailKind(models.TextChoices):
    MESSAGE = "message"
    PASSWORD_RESET = "password-reset"  # noqa: S105  # no password: the mails are made when they are sent


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def waiting(self) -> QueuedMailQuerySet:
        return self.filter(given_up_at__isnull=True)

    def due(self, now: datetime | None = None) -> QueuedMailQuerySet:
        return self.waiting().filter(next_try_at__lte=now or timezone.now()).order_by("next_try_at", "pk")

    def given_up(self) -> QueuedMailQuerySet:
        return self.filter(given_up_at__isnull=False)


class QueuedMail(models.Model):
    """A mail that is still to be sent; it is deleted when a mail server has taken it."""

    kind = models.CharField(max_length=20, choices=MailKind, default=MailKind.MESSAGE)
    content = models.JSONField()
    written_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        app_label = "config"
        default_permissions = ()

    def __str__(self) -> str:
        # Without content: this stands in logs.
        return f"mail {self.pk}, tried {self.tries} times"

    def claim(self, now: datetime) -> bool:
        """Take it for a sending of one's own; false when another process did."""
        taken = QueuedMail.objects.filter(pk=self.pk, next_try_at=self.next_try_at, given_up_at__isnull=True)
        if not taken.update(next_try_at=now + CLAIM, tries=F("tries") + 1):
            return False
        self.tries += 1
        return True

    def put_off(self, now: datetime) -> None:
        """Try again later, or give up after the last try."""
        if self.tries > len(PAUSES):
            self.give_up(now)
            return
        self.next_try_at = now + PAUSES[self.tries - 1]
        self.save(update_fields=["next_try_at"])

    def give_up(self, now: datetime) -> None:
        """Remember that there was one, and nothing of what it said or to whom."""
        self.given_up_at, self.content = now, {}
        self.save(update_fields=["given_up_at", "content"])
