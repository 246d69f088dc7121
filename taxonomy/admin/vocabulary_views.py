"""Editors' pages for vocabularies in Wagtail's admin, and what all of the room's pages there share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from taxonomy.admin.forms import NewTermForm, VocabularyForm
from taxonomy.current import vocabulary_index
from taxonomy.editing import save_term, save_vocabulary
from taxonomy.index import IndexedTerm, IndexedVocabulary
from taxonomy.models import Term, Vocabulary
from taxonomy.uses import counts_of_use

NAMESPACE = "vocabularies"


def address(name: str, *args: Any) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


@dataclass(frozen=True)
class TermListItem:
    """A term in a vocabulary's list. ``indent``: its depth in the tree; ``languages``: those it has a label in."""

    term: IndexedTerm
    url: str
    usage_url: str
    indent: range
    uses: int
    languages: int


class TaxonomyView(WagtailAdminTemplateMixin):
    """Checks the right that a page asks for, and knows the way to it."""

    permission = "taxonomy.change_term"
    header_icon = "list-ul"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def trail(self) -> list[tuple[str, str]]:
        """(address, label) of the pages above this one, below the list of vocabularies."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": _("Vocabularies")}]
        items += [{"url": url, "label": label} for url, label in self.trail()]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def may(self, action: str) -> bool:
        return bool(self.request.user.has_perm(f"taxonomy.{action}_term"))


class IndexView(TaxonomyView, TemplateView):
    permission = "taxonomy.view_term"
    page_title = gettext_lazy("Vocabularies")
    template_name = "taxonomy/admin/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Vocabularies")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        index = vocabulary_index()
        own = [vocabulary for vocabulary in index.vocabularies.values() if not vocabulary.is_virtual]
        own.sort(key=lambda vocabulary: (vocabulary.position, vocabulary.slug))
        return super().get_context_data(
            entries=[
                (vocabulary, vocabulary.label(), len(index.terms(vocabulary.slug)), address("tree", vocabulary.slug))
                for vocabulary in own
            ],
            **kwargs,
        )


class _VocabularyView(TaxonomyView):
    """A page about one vocabulary."""

    kwargs: dict[str, Any]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return get_object_or_404(Vocabulary, slug=self.kwargs["vocabulary"])

    @property
    def indexed(self) -> IndexedVocabulary:
        return vocabulary_index().vocabularies[self.vocabulary.slug]


class TreeView(_VocabularyView, TemplateView):
    permission = "taxonomy.view_term"
    template_name = "taxonomy/admin/tree.html"

    def get_page_title(self) -> str:
        return self.indexed.label()

    def get_header_buttons(self) -> list[Button]:
        buttons = [
            HeaderButton(_("View on the site"), f"/vocabularies/{self.vocabulary.slug}/", icon_name="view", priority=30)
        ]
        if self.may("add"):
            buttons.append(
                HeaderButton(_("Add a term"), address("add", self.vocabulary.slug), icon_name="plus", priority=10)
            )
        if self.request.user.has_perm("taxonomy.change_vocabulary"):
            buttons.append(
                HeaderButton(_("Edit labels"), address("edit_vocabulary", self.vocabulary.slug), icon_name="edit")
            )
        return sorted(buttons)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        index, counts = vocabulary_index(), counts_of_use()
        slug = self.vocabulary.slug
        rows = [
            TermListItem(
                term=term,
                url=address("edit", term.pk),
                usage_url=address("usage", term.pk),
                indent=range(index.depth(slug, term.slug)),
                uses=counts.get(term.pk, 0),
                languages=len(term.labels),
            )
            for term in index.terms(slug, with_retired=True)
        ]
        return super().get_context_data(
            indexed=self.indexed,
            rows=[row for row in rows if not row.term.is_retired],
            retired=[row for row in rows if row.term.is_retired],
            languages=len(index.languages),
            **kwargs,
        )


class EditVocabularyView(_VocabularyView, FormView):
    permission = "taxonomy.change_vocabulary"
    template_name = "taxonomy/admin/form.html"
    form_class = VocabularyForm

    def get_page_title(self) -> str:
        return _("Edit labels")

    def trail(self) -> list[tuple[str, str]]:
        return [(address("tree", self.vocabulary.slug), self.indexed.label())]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "vocabulary": self.vocabulary}

    def form_valid(self, form: VocabularyForm) -> HttpResponse:
        save_vocabulary(self.vocabulary, form.labels(), form.cleaned_data["note"], self.request.user)
        messages.success(self.request, _("The vocabulary was saved."))
        return redirect(address("tree", self.vocabulary.slug))


class AddView(_VocabularyView, FormView):
    permission = "taxonomy.add_term"
    template_name = "taxonomy/admin/words.html"
    form_class = NewTermForm
    page_title = gettext_lazy("Add a term")

    def trail(self) -> list[tuple[str, str]]:
        return [(address("tree", self.vocabulary.slug), self.indexed.label())]

    def get_form_kwargs(self) -> dict[str, Any]:
        last = self.vocabulary.terms.order_by("-position").values_list("position", flat=True).first()
        term = Term(vocabulary=self.vocabulary, position=(last or 0) + 1)
        return {**super().get_form_kwargs(), "term": term}

    def form_valid(self, form: NewTermForm) -> HttpResponse:
        form.term.slug = form.cleaned_data["slug"]
        save_term(
            form.term,
            form.words(),
            parent=form.broader(),
            position=form.cleaned_data["position"],
            user=self.request.user,
        )
        messages.success(self.request, _("“%(term)s” was added.") % {"term": form.term})
        return redirect(address("tree", self.vocabulary.slug))
