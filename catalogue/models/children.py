"""What belongs to one tool: names, places, languages, classification, people, claims, sources, words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from catalogue.countries import validate_country, validate_language
from catalogue.models.organisations import Organisation
from catalogue.models.tools import Tool
from catalogue.partial_dates import PartialDateField
from taxonomy.clean_fields import CleanCharField, CleanTextField, CleanURLField


class ToolAlias(models.Model):
    """Another, former or local-language name."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="aliases")
    name = CleanCharField(_("other name"), max_length=200)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail's forms keep the rows in this order

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("other name")
        constraints = [models.UniqueConstraint(fields=["tool", "name"], name="no_alias_twice")]

    def __str__(self) -> str:
        return self.name


class ToolClassification(models.Model):
    """A term that the tool carries. ``sort_order`` counts within a vocabulary; the first tool type is the primary one.

    A model of its own with PROTECT, since Wagtail's usage tracking overlooks many-to-many relations and a deleted
    term would silently drop out of records (wagtail issue 9629).
    """

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="classifications")
    term = models.ForeignKey(
        "taxonomy.Term", on_delete=models.PROTECT, related_name="tool_classifications", verbose_name=_("term")
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("classification")
        constraints = [models.UniqueConstraint(fields=["tool", "term"], name="no_term_twice_on_a_tool")]


class ToolCountry(models.Model):
    """A country of use."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="countries")
    code = models.CharField(_("country"), max_length=2, validators=[validate_country])
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("country of use")
        constraints = [models.UniqueConstraint(fields=["tool", "code"], name="no_country_twice_on_a_tool")]


class ToolLanguage(models.Model):
    """A language of the interface or service."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=3, validators=[validate_language])
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("language")
        constraints = [models.UniqueConstraint(fields=["tool", "code"], name="no_language_twice_on_a_tool")]


class ParticipationRole(models.TextChoices):
    LEAD = "lead", _("lead developer or provider")
    PARTNER = "partner", _("partner")


class Participation(models.Model):
    """An organisation's part in a tool."""

    class Contribution(models.TextChoices):
        FUNDING = "funding", _("funding")
        IN_KIND = "in-kind", _("in kind")
        VOLUNTEERING = "volunteering", _("volunteering")
        EXPERTISE = "expertise", _("expertise")
        PROMOTION = "promotion", _("promotion")
        DATA = "data", _("data")
        UNKNOWN = "unknown", _("unknown")

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=10, choices=ParticipationRole.choices, default=ParticipationRole.PARTNER
    )
    contribution = models.CharField(
        _("contribution"), max_length=14, choices=Contribution.choices, default=Contribution.UNKNOWN
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail's forms keep the rows in this order

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("participation")


class ImpactClaim(models.Model):
    """What somebody says the tool has achieved."""

    class Method(models.TextChoices):
        QUANTITATIVE = "quantitative", _("quantitative")
        QUALITATIVE = "qualitative", _("qualitative")
        MIXED = "mixed", _("mixed")

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="impact_claims")
    claim = CleanTextField(_("claim"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=14, choices=Method.choices, blank=True)
    source_url = CleanURLField(_("source"), max_length=1000, blank=True)
    is_independent = models.BooleanField(
        _("independent"),
        null=True,
        blank=True,
        help_text=_("Made by somebody other than the provider or its partners. Leave empty when not known."),
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail's forms keep the rows in this order

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("claim about effect")


class Source(models.Model):
    """Where facts of the record come from."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="sources")
    title = CleanCharField(_("title"), max_length=500)
    url = CleanURLField(
        _("address"), max_length=1000, blank=True, help_text=_("Empty where only a copy without an address was read.")
    )
    publisher = CleanCharField(_("publisher"), max_length=200, blank=True)
    is_seen = models.BooleanField(_("the page itself was read"), default=False)
    seen_on = PartialDateField(_("read on"), null=True, blank=True)
    supports = CleanCharField(
        _("supports"), max_length=300, blank=True, help_text=_("Which facts it supports, such as: status, languages.")
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail's forms keep the rows in this order

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("source")

    def __str__(self) -> str:
        return self.title


class LinkKind(models.TextChoices):
    APP_STORE = "app-store", _("app store")
    DOCUMENTATION = "documentation", _("documentation")
    CONTACT = "contact", _("contact")
    DEMONSTRATION = "demonstration", _("demonstration")
    OTHER = "other", _("other")


class ToolLink(models.Model):
    """A further address: app store, documentation, contact form."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=14, choices=LinkKind.choices, default=LinkKind.OTHER)
    url = CleanURLField(_("address"), max_length=1000)
    label = CleanCharField(_("label"), max_length=200, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail's forms keep the rows in this order

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = _("link")


class TextKind(models.TextChoices):
    TAGLINE = "tagline", _("one-sentence description")
    SUMMARY = "summary", _("summary")


class TextOrigin(models.TextChoices):
    MACHINE = "machine", _("written by a machine")
    PERSON = "person", _("written by a person")


class ToolText(models.Model):
    """The record's words in another language: a one-sentence tagline, or a translated summary."""

    tool = ParentalKey(Tool, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=TextKind.choices, default=TextKind.TAGLINE)
    text = CleanTextField(_("text"))
    origin = models.CharField(_("origin"), max_length=10, choices=TextOrigin.choices, default=TextOrigin.PERSON)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("text in a language")
        constraints = [
            models.UniqueConstraint(fields=["tool", "language", "kind"], name="one_text_per_language_and_kind")
        ]

    @property
    def is_confirmed(self) -> bool:
        return self.origin == TextOrigin.PERSON or self.confirmed_on is not None


class FormerSlug(models.Model):
    """An address that a record had, or that of a record merged into it."""

    slug = models.SlugField(max_length=80, unique=True)
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class LoadedRecord(models.Model):
    """What the starting data last said of a record, so that a reload tells its own changes from a curator's."""

    slug = models.SlugField(max_length=80, unique=True)
    values = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.slug


class LinkCheck(models.Model):
    """What an address of the registry answered when it was last asked."""

    url = CleanURLField(max_length=1000, unique=True)
    checked_at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.url
