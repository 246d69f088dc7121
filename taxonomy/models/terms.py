"""A term of a vocabulary, its place in the tree, and its labels, synonyms and definitions in every language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from taxonomy.clean_fields import CleanTextField
from taxonomy.current import vocabulary_index
from taxonomy.models.vocabularies import Vocabulary


class Term(ClusterableModel):
    """One concept (SKOS). Its slug never changes meaning; a term that is no longer wanted is retired or merged."""

    class Lifecycle(models.TextChoices):
        ACTIVE = "active", _("in use")
        RETIRED = "retired", _("retired")

    vocabulary = models.ForeignKey(
        Vocabulary, on_delete=models.PROTECT, related_name="terms", verbose_name=_("vocabulary")
    )
    slug = models.SlugField(_("slug"), max_length=80)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader term"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=Lifecycle.choices, default=Lifecycle.ACTIVE)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    # What the last `load_vocabularies` brought, part by part, to tell an edit made here from a change of the file.
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["vocabulary", "position", "slug"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [models.UniqueConstraint(fields=["vocabulary", "slug"], name="one_term_slug_per_vocabulary")]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The term's label in a language (default: the active one), else English, else the slug."""
        return vocabulary_index().label_of(self.pk, language) or self.slug


class TermText(models.Model):
    """A word for a term in one language."""

    class SkosProperty(models.TextChoices):
        """What SKOS calls prefLabel, altLabel, hiddenLabel and definition."""

        LABEL = "label", _("label")
        SYNONYM = "synonym", _("synonym")
        REJECTED = "rejected", _("word that people use and the sector rejects")
        DEFINITION = "definition", _("definition")

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=12, choices=SkosProperty.choices)
    text = CleanTextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["language", "kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language", "kind"],
                condition=models.Q(kind__in=("label", "definition")),
                name="one_label_and_definition_per_language",
            ),
            models.UniqueConstraint(fields=["term", "language", "kind", "text"], name="no_term_text_twice"),
        ]
