"""What is remembered between imports: mappings of columns and values, and that two are not the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MappingMemory(models.Model):
    """How a survey was read. ``columns`` {header key: field}, ``values`` {field: {text: slug}}."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    columns = models.JSONField(_("columns"), default=dict)
    values = models.JSONField(_("values"), default=dict)
    policies = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")

    def __str__(self) -> str:
        return self.source or str(self.pk)


class NotADuplicate(models.Model):
    """A curator's decision that a description is not of a record. Kept for ever."""

    fingerprint = models.CharField(max_length=300)
    slug = models.SlugField(_("record"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint", "slug"], name="one_decision_per_pair")]

    def __str__(self) -> str:
        return f"{self.fingerprint} ≠ {self.slug}"
