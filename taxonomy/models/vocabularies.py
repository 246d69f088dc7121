"""A vocabulary: a closed list of terms for one question about a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from taxonomy.clean_fields import CleanCharField, CleanTextField


class Vocabulary(ClusterableModel):
    """One list of terms, named by a stable slug such as ``tool_type``."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    note = CleanTextField(_("note"), blank=True, help_text=_("What the terms answer, and how a record uses them."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # What the last `load_vocabularies` brought, part by part, to tell an edit made here from a change of the file.
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")

    def __str__(self) -> str:
        return self.slug


class VocabularyText(models.Model):
    """A vocabulary's own label in one language."""

    vocabulary = ParentalKey(Vocabulary, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    text = CleanCharField(_("label"), max_length=200)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "language"], name="one_vocabulary_label_per_language")
        ]
