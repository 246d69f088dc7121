"""Organisations that build, run, fund or otherwise help a tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin
from wagtail.search import index

from catalogue.countries import validate_country
from taxonomy.clean_fields import CleanCharField, CleanTextField, CleanURLField


class Organisation(RevisionMixin, index.Indexed, ClusterableModel):
    """A body with a name; its tools are its participations."""

    name = CleanCharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    organisation_type = models.ForeignKey(
        "taxonomy.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary__slug": "organisation_type"},
        verbose_name=_("type"),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    url = CleanURLField(_("web address"), max_length=500, blank=True)
    description = CleanTextField(_("description"), blank=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.RelatedFields("aliases", [index.SearchField("name")]),
        index.FilterField("organisation_type"),
        index.FilterField("country"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = CleanCharField(_("other name"), max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="no_organisation_alias_twice")]

    def __str__(self) -> str:
        return self.name
