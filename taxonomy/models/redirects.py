"""The slug of a merged term keeps leading to the term it became."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.models.terms import Term
from taxonomy.models.vocabularies import Vocabulary


class TermRedirect(models.Model):
    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.CASCADE, related_name="redirects")
    old_slug = models.SlugField(_("old slug"), max_length=80)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "old_slug"], name="one_redirect_per_old_slug")]

    def __str__(self) -> str:
        return f"{self.old_slug} → {self.term_id}"
