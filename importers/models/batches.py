"""An import as it stands: the file's plan, row by row, and what was written of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BatchStatus(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("columns to be checked")
    PLANNED = "planned", _("ready")
    QUEUED = "queued", _("queued for writing")
    APPLYING = "applying", _("being written")
    APPLIED = "applied", _("written")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("failed; nothing was written")


class BatchMode(models.TextChoices):
    """How an import writes its records."""

    DRAFT = "draft", _("as drafts")
    LIVE = "live", _("published at once")
    WORKFLOW = "workflow", _("as drafts sent to review")


class Batch(models.Model):
    """One file's import. The file itself is not kept; its rows are, without private columns and refused rows.

    How long what is kept: ``importers.applying.retention``.
    """

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, db_index=True)
    kind = models.CharField(_("kind of file"), max_length=10)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where the answers come from, such as the survey's name.")
    )
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    encoding = models.CharField(_("encoding"), max_length=30, blank=True)
    header_row = models.JSONField(_("header row"), null=True)
    columns = models.JSONField(_("columns"), default=list)
    options = models.JSONField(_("choices"), default=dict)
    value_uses = models.JSONField(_("values"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    staged_name = models.CharField(max_length=100, blank=True, editable=False)
    # One upload form makes one import, however often it is sent.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True, editable=False)
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus.choices, default=BatchStatus.UPLOADED)
    mode = models.CharField(_("written"), max_length=10, choices=BatchMode.choices, default=BatchMode.DRAFT)
    message = models.TextField(_("message"), blank=True)
    planned_at = models.DateTimeField(_("planned"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued on"), null=True, blank=True)
    applied_at = models.DateTimeField(_("written on"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("answers removed on"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("importers:batch", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, written or given up."""
        return self.status in OPEN

    @property
    def reason(self) -> str:
        """What stands in the history of every record that the import wrote."""
        return str(_("Import %(number)d: %(file)s") % {"number": self.pk, "file": self.source or self.file_name})


# What can be planned again, written or given up: nothing of it is written or on its way.
OPEN = (BatchStatus.UPLOADED, BatchStatus.PLANNED, BatchStatus.FAILED)
# What can be sent for writing.
WRITABLE = (BatchStatus.PLANNED, BatchStatus.FAILED)
# What the worker has, or will take up.
ON_ITS_WAY = (BatchStatus.QUEUED, BatchStatus.APPLYING)


class BatchRow(models.Model):
    """One row: where it came from, what it said, what became of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10)
    tool = models.CharField(_("record"), max_length=80, blank=True)
    values = models.JSONField(_("values"), default=dict)
    derived = models.JSONField(default=dict)
    problems = models.JSONField(_("problems"), default=list)
    changes = models.JSONField(_("changes"), default=dict)
    likenesses = models.JSONField(default=list)
    raw = models.JSONField(_("cells"), default=dict)
    digest = models.CharField(max_length=64, blank=True)
    stamp = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=10, blank=True)
    # What was written
    written_slug = models.SlugField(_("written as"), max_length=80, blank=True, db_index=True)
    outcome = models.CharField(max_length=10, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField(null=True, blank=True)
    # What the record was before, so that it can become that again: {"live": bool, "draft": revision, "withdrawn": …}.
    prior = models.JSONField(default=dict)
    undone = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "number"]
        verbose_name = _("row of an import")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_number")]
        indexes = [models.Index(fields=["batch", "state"])]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
