"""Indicators of need: what others have counted or estimated, with source, year and unit, by area of the publisher."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from taxonomy.clean_fields import CleanCharField, CleanTextField, CleanURLField
from taxonomy.current import vocabulary_index


class AreaGroup(models.Model):
    """One publisher's way of dividing the world."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    label = CleanCharField(_("label"), max_length=200)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("division of the world")
        verbose_name_plural = _("divisions of the world")

    def __str__(self) -> str:
        return self.label


class Area(models.Model):
    """A part of the world as a publisher cuts it, and the regions of our vocabulary that fit it best."""

    group = models.ForeignKey(AreaGroup, on_delete=models.CASCADE, related_name="areas", verbose_name=_("division"))
    slug = models.SlugField(_("slug"), max_length=60)
    label = CleanCharField(_("label"), max_length=200)
    regions = models.JSONField(_("regions"), default=list, blank=True)

    class Meta:
        ordering = ["group", "slug"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [models.UniqueConstraint(fields=["group", "slug"], name="one_area_slug_per_division")]

    def __str__(self) -> str:
        return f"{self.label} ({self.group.label})"

    @property
    def is_world(self) -> bool:
        return self.slug == "global"

    def clean(self) -> None:
        index = vocabulary_index()
        if not isinstance(self.regions, list):
            raise ValidationError({"regions": _("Name the regions as a list.")})
        unknown = [slug for slug in self.regions if not index.has("region", str(slug))]
        if unknown:
            raise ValidationError({"regions": _("Not a region: %(slugs)s.") % {"slugs": ", ".join(map(str, unknown))}})
        if self.is_world or self.group_id is None:
            return
        for other in Area.objects.filter(group=self.group_id).exclude(pk=self.pk).exclude(slug="global"):
            if shared := set(self.regions) & set(other.regions):
                raise ValidationError(
                    {
                        "regions": _("%(slugs)s belongs to “%(area)s” already; a region counts once in a division.")
                        % {"slugs": ", ".join(sorted(shared)), "area": other.label}
                    }
                )


class Indicator(ClusterableModel):
    """One measure of need in one year. Shown beside the number of tools, never mixed with it into a score."""

    class Topic(models.TextChoices):
        PREVALENCE = "prevalence", _("how many people")
        CONNECTIVITY = "connectivity", _("connectivity")
        RESPONSE = "response", _("what authorities found")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    label = CleanCharField(_("label"), max_length=200)
    unit = CleanCharField(_("unit"), max_length=100, help_text=_("Such as: people, per 1,000 population."))
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("The year described, not that of publication."))
    topic = models.CharField(_("topic"), max_length=14, choices=Topic.choices, default=Topic.PREVALENCE)
    publisher = CleanCharField(_("publisher"), max_length=200)
    title = CleanCharField(_("title of the source"), max_length=300)
    url = CleanURLField(_("address of the source"), max_length=1000)
    note = CleanTextField(_("note"), blank=True, help_text=_("What it can and can't be used for, how it was read."))
    group = models.ForeignKey(AreaGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("division"))
    # What the last load brought, so that the next one knows what people edited since.
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["topic", "key"]
        verbose_name = _("indicator of need")
        verbose_name_plural = _("indicators of need")

    def __str__(self) -> str:
        return f"{self.label}, {self.year}"


class IndicatorValue(models.Model):
    """``year`` only where it differs from the indicator's: an earlier point of its series."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="values")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    value = models.FloatField(_("value"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    is_seen = models.BooleanField(
        _("read at the source"), default=False, help_text=_("Otherwise it is marked as unconfirmed on the page.")
    )

    class Meta:
        ordering = ["year", "area__slug"]
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "year"],
                condition=models.Q(year__isnull=False),
                name="one_value_per_area_and_year",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area"], condition=models.Q(year__isnull=True), name="one_present_value_per_area"
            ),
        ]

    def clean(self) -> None:
        if self.area_id and self.indicator_id and self.area.group_id != self.indicator.group_id:
            raise ValidationError({"area": _("The area belongs to another division of the world.")})
