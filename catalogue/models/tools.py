"""The Tool: one technology initiative against trafficking, with everything that is known of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from catalogue.countries import validate_country
from catalogue.disclosure import Disclosure, level_of
from catalogue.partial_dates import PartialDateField
from catalogue.presentation.tool_page import page_context
from catalogue.querysets import ToolQuerySet
from catalogue.records import record_of
from taxonomy.clean_fields import CleanCharField, CleanTextField, CleanURLField


class TaggedTool(TaggedItemBase):
    content_object = ParentalKey("catalogue.Tool", on_delete=models.CASCADE, related_name="tagged_items")


class Confidence(models.TextChoices):
    """How sure it is that the initiative exists as described."""

    HIGH = "high", _("seen in a source")
    MEDIUM = "medium", _("recalled, or only its surroundings were seen")
    LOW = "low", _("named in an article only; it may not exist")


def _term(vocabulary: str, verbose_name: Any, **options: Any) -> models.ForeignKey:
    """A single-valued classification; PROTECT, so that a used term can't vanish."""
    return models.ForeignKey(
        "taxonomy.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary__slug": vocabulary},
        verbose_name=verbose_name,
        **options,
    )


def _year(verbose_name: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        verbose_name, null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )


class Tool(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """One record of the registry. What of it is public, and to whom, is said in ``catalogue.public_fields``."""

    # What it is
    name = CleanCharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("Part of the record's permanent address.")
    )
    summary = CleanTextField(
        _("summary"), help_text=_("What it does, for whom, how: 150 to 450 characters, neutral, safe to publish.")
    )
    url = CleanURLField(_("home page"), max_length=500, blank=True)

    # Is it alive
    status = _term("status", _("status"))
    status_note = CleanTextField(_("note on the status"), blank=True)
    status_date = PartialDateField(_("status as of"), null=True, blank=True)
    launched = _year(_("year of launch"))
    ended = _year(_("year of ending"))
    ended_because = CleanTextField(_("why it ended"), blank=True)

    # Could I use it
    access = _term("access", _("cost and access"))
    licence = CleanCharField(_("licence"), max_length=60, blank=True, help_text=_("SPDX identifier, such as MIT."))
    source_repo = CleanURLField(_("source code"), max_length=500, blank=True)
    origin_country = models.CharField(
        _("country of the lead organisation"), max_length=2, blank=True, validators=[validate_country]
    )

    # Is it safe
    victim_data = _term("victim_data", _("stores data about victims"))
    personal_data = CleanTextField(_("personal data it keeps"), blank=True)
    consent = CleanTextField(_("how consent is given"), blank=True)
    hosting = CleanTextField(_("where the data is hosted"), blank=True)
    human_oversight = CleanTextField(_("human oversight"), blank=True)
    known_risks = CleanTextField(_("known risks"), blank=True)
    survivor_involvement = CleanTextField(_("involvement of survivors"), blank=True)

    # How sure are we
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM)
    notes = CleanTextField(
        _("cautions"), blank=True, help_text=_("Public: unverified claims, criticism, disagreement between sources.")
    )
    last_verified_on = PartialDateField(_("last verified on"), null=True, blank=True)
    last_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last verified by"),
    )

    # Who may read it
    disclosure = models.CharField(
        _("disclosure of the restricted detail"),
        max_length=12,
        choices=Disclosure.choices,
        default=Disclosure.PUBLIC,
    )
    restricted_detail = CleanTextField(
        _("restricted detail"),
        blank=True,
        help_text=_("Technique that would help offenders. Read only by the level chosen above; never public."),
    )
    curator_notes = CleanTextField(_("curators' notes"), blank=True, help_text=_("Never public."))

    # Its life in the registry
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_because = CleanTextField(_("reason for the withdrawal"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    # For readers: when what they can see changed last, and a digest of that, to tell (catalogue.public_changes).
    public_changed_at = models.DateTimeField(_("changed for readers"), default=timezone.now, editable=False)
    public_digest = models.CharField(max_length=64, blank=True, editable=False)

    tags = ClusterTaggableManager(through=TaggedTool, blank=True, verbose_name=_("tags"))
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="tool",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="tool",
        for_concrete_model=False,
    )

    objects = ToolQuerySet.as_manager()

    # Wagtail's own search serves the admin; the public search is the room `search/`.
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.RelatedFields("aliases", [index.SearchField("name", boost=3), index.AutocompleteField("name")]),
        index.FilterField("live"),
        index.FilterField("confidence"),
        index.FilterField("status"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        indexes = [models.Index(fields=["live", "withdrawn_at"])]
        permissions = [("remove_tool", "Can remove a tool for safety or by law")]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> models.QuerySet:
        return self._revisions

    def with_content_json(self, content: dict[str, Any]) -> Tool:
        """An older revision brings back what the record said, not whether it was withdrawn."""
        tool: Tool = super().with_content_json(content)
        for name in ("withdrawn_at", "withdrawn_because", "created_at", "public_changed_at", "public_digest"):
            setattr(tool, name, getattr(self, name))
        return tool

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "catalogue/tool.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The record is made at the level of the person who looks at it, as all is that leaves the registry."""
        record = record_of(self, level_of(getattr(request, "user", None)))
        return {**super().get_preview_context(request, mode_name), **page_context(record)}

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def was_public(self) -> bool:
        """Whether readers have ever seen it; the address of a draft that was withdrawn tells nothing."""
        return self.live or self.first_published_at is not None

    def get_absolute_url(self) -> str:
        return reverse("catalogue:tool", args=[self.slug])

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        # Wagtail prefetches nothing for parental relations: 2,000 records would cost 20,042 queries.
        return super().get_indexed_objects().prefetch_related("aliases")
