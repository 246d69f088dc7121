"""Frozen, numbered states of the registry's statistics, to be cited."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def announced(self) -> SnapshotQuerySet:
        """Those that somebody took, or the month; without the states that were kept for citations."""
        return self.filter(is_automatic=False)


class Snapshot(models.Model):
    """``content`` is canonical JSON, and every table of it can be made again from it. Once taken it never changes
    but in one case: what was removed for somebody's safety or by law is redacted (``gaps.snapshots.redacting``).
    Numbers stay even then, and ``redactions`` is a chain from the first digest to the present one.

    ``is_automatic``: kept because a table was cited, or at night after a change; nobody announced it. ``state_digest``
    is that of the content without its date, so that equal states are known without reading them; ``stamp`` names the
    state of the registry that was last found equal to it (``gaps.live_data.LiveRegistry``).
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    taken_on = models.DateField(_("as of"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    tools = models.PositiveIntegerField(_("tools counted"))
    digest = models.CharField(max_length=64, editable=False)
    is_automatic = models.BooleanField(_("kept for a citation"), default=False, editable=False)
    state_digest = models.CharField(max_length=64, blank=True, editable=False)
    stamp = models.CharField(max_length=200, blank=True, editable=False)
    packed = models.BinaryField(editable=False)
    redactions = models.JSONField(default=list, editable=False)
    # What redacted records still count as, without name or address. Never served.
    withheld = models.BinaryField(default=bytes, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return str(_("Snapshot %(number)d of %(date)s")) % {
            "number": self.number,
            "date": self.taken_on.isoformat(),
        }

    def get_absolute_url(self) -> str:
        return reverse("gaps:snapshot", args=[self.number])

    @property
    def raw(self) -> bytes:
        """The bytes that were frozen."""
        return zlib.decompress(self.packed)

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.raw)
        return content

    @property
    def withheld_values(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(zlib.decompress(self.withheld)) if self.withheld else {}
        return values

    @property
    def original_digest(self) -> str:
        """The digest that was published when the snapshot was taken."""
        return str(self.redactions[0]["digest_before"]) if self.redactions else self.digest

    @property
    def is_intact(self) -> bool:
        """Whether the bytes are those of the digest, and each redaction follows from the state before it."""
        befores = [link["digest_before"] for link in self.redactions]
        afters = [link["digest_after"] for link in self.redactions]
        is_chained = afters == [*befores[1:], self.digest] if self.redactions else True
        return is_chained and hashlib.sha256(self.raw).hexdigest() == self.digest


class RegistryStamp(models.Model):
    """Rows whose value changes whenever a public record does, or a page, so that every process knows what is old."""

    RECORDS, PAGES = 1, 2

    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.value

    @classmethod
    def current(cls) -> str:
        """Of the records."""
        return cls.objects.filter(pk=cls.RECORDS).values_list("value", flat=True).first() or ""

    @classmethod
    def current_of_all(cls) -> str:
        return ".".join(cls.objects.order_by("pk").values_list("value", flat=True))

    @classmethod
    def renew(cls, row: int = RECORDS) -> None:
        cls.objects.update_or_create(pk=row, defaults={"value": uuid.uuid4().hex})
