"""What is left of records that were taken out: which copies must still follow, and that something was removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexDue(models.Model):
    """An address whose record the search index may still hold in an older state; the row goes when the index followed.

    Written in the transaction that takes a record out, so that no crash loses it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug


class RemovedRecord(models.Model):
    """That a record was removed for good, by whom, when and on which ground; nothing of what it said."""

    class Ground(models.TextChoices):
        SAFETY = "safety", _("somebody’s safety")
        LAW = "law", _("the law")

    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    removed_at = models.DateTimeField(_("removed"), default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["-removed_at"]
        verbose_name = _("removed record")
        verbose_name_plural = _("removed records")

    def __str__(self) -> str:
        return str(_("Record removed on %(day)s")) % {"day": self.removed_at.date().isoformat()}


class RemovedKey(models.Model):
    """A digest of an address or name of a removed record: it recognises one that comes again, and tells no name."""

    record = models.ForeignKey(RemovedRecord, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.digest[:12]
