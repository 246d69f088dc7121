"""Editors' pages for vocabularies and terms in Wagtail's admin."""

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
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import ModelLogEntry

from taxonomy import changes
from taxonomy.admin.forms import NewTermForm, RenameForm, SuccessorForm, VocabularyForm, WordsForm
from taxonomy.current import vocabulary_index
from taxonomy.editing import save_term, save_vocabulary
from taxonomy.index import IndexedTerm, IndexedVocabulary
from taxonomy.models import Term, TermRedirect, Vocabulary
from taxonomy.uses import counts_of_use, references_to, uses_of

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


class _View(WagtailAdminTemplateMixin):
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


class IndexView(_View, TemplateView):
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


class _VocabularyView(_View):
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


class _TermView(_View):
    """A page about one term."""

    kwargs: dict[str, Any]

    @cached_property
    def term(self) -> Term:
        return get_object_or_404(Term.objects.select_related("vocabulary", "replaced_by"), pk=self.kwargs["pk"])

    def trail(self) -> list[tuple[str, str]]:
        slug = self.term.vocabulary.slug
        above = [(address("tree", slug), vocabulary_index().vocabularies[slug].label())]
        return above if isinstance(self, EditView) else [*above, (address("edit", self.term.pk), str(self.term))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(term=self.term, **kwargs)

    def refuse(self, refusal: changes.ChangeRefused) -> None:
        messages.error(self.request, str(refusal))

    def to_term(self) -> HttpResponse:
        return redirect(address("edit", self.term.pk))


class EditView(_TermView, FormView):
    template_name = "taxonomy/admin/words.html"
    form_class = WordsForm

    def get_page_title(self) -> str:
        return str(self.term)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "term": self.term}

    def get_header_more_buttons(self) -> list[Button]:
        pk = self.term.pk
        is_retired = self.term.status == Term.Lifecycle.RETIRED
        buttons = [Button(_("Where it is used"), address("usage", pk), icon_name="list-ul", priority=10)]
        if is_retired:
            buttons.append(Button(_("Offer again"), address("reinstate", pk), icon_name="undo", priority=30))
        else:
            buttons += [
                Button(_("Rename"), address("rename", pk), icon_name="edit", priority=20),
                Button(_("Retire"), address("retire", pk), icon_name="archive", priority=30),
                Button(_("Merge into another term"), address("merge", pk), icon_name="arrow-right", priority=40),
            ]
        if self.may("delete"):
            buttons.append(Button(_("Delete"), address("delete", pk), icon_name="bin", priority=50))
        return sorted(buttons)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = ModelLogEntry.objects.for_instance(self.term).select_related("user").order_by("-timestamp")[:20]
        return super().get_context_data(
            history=history,
            former_slugs=list(TermRedirect.objects.filter(term=self.term).values_list("old_slug", flat=True)),
            is_retired=self.term.status == Term.Lifecycle.RETIRED,
            **kwargs,
        )

    def form_valid(self, form: WordsForm) -> HttpResponse:
        parent = form.broader()
        if save_term(
            self.term, form.words(), parent=parent, position=form.cleaned_data["position"], user=self.request.user
        ):
            messages.success(self.request, _("“%(term)s” was saved.") % {"term": self.term})
        else:
            messages.info(self.request, _("Nothing was different, so nothing was saved."))
        return self.to_term()

    def form_invalid(self, form: WordsForm) -> HttpResponse:
        messages.error(self.request, _("The term was not saved; see the fields marked below."))
        return super().form_invalid(form)


class UsageView(_TermView, TemplateView):
    permission = "taxonomy.view_term"
    template_name = "taxonomy/admin/usage.html"
    page_title = gettext_lazy("Where it is used")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**usage_of(self.term, self.request.user), **kwargs)


def usage_of(term: Term, user: Any) -> dict[str, Any]:
    """Every use with a link to it, for the pages that show what a change would touch."""
    finder = AdminURLFinder(user)
    uses = [
        (use, [(entry, finder.get_edit_url(entry)) for entry in sorted(use.objects, key=str)]) for use in uses_of(term)
    ]
    return {
        "uses": uses,
        "slug_uses": references_to(term),
        "narrower": list(term.children.all()),
        "total": sum(use.count for use, _entries in uses),
    }


class RenameView(_TermView, FormView):
    template_name = "taxonomy/admin/form.html"
    form_class = RenameForm
    page_title = gettext_lazy("Rename")

    def get_initial(self) -> dict[str, Any]:
        return {"slug": self.term.slug}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            explanation=_(
                "The permanent name is part of addresses and exported data. The present one, “%(slug)s”, will lead to "
                "the new one. To change what people read, edit the label instead."
            )
            % {"slug": self.term.slug},
            **kwargs,
        )

    def form_valid(self, form: RenameForm) -> HttpResponse:
        try:
            changes.rename(self.term, form.cleaned_data["slug"], self.request.user)
        except changes.ChangeRefused as refusal:
            form.add_error("slug", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The term is now named “%(slug)s”.") % {"slug": self.term.slug})
        return self.to_term()


class RetireView(_TermView, FormView):
    template_name = "taxonomy/admin/form.html"
    form_class = SuccessorForm
    page_title = gettext_lazy("Retire")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "term": self.term, "required": False}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            explanation=_(
                "A retired term is offered no longer. Records that carry it keep it and are found under the term that "
                "takes its place. To move the records too, merge the term instead."
            ),
            **kwargs,
        )

    def form_valid(self, form: SuccessorForm) -> HttpResponse:
        try:
            changes.retire(self.term, form.chosen(), self.request.user)
        except changes.ChangeRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(term)s” was retired.") % {"term": self.term})
        return self.to_term()


class ReinstateView(_TermView, TemplateView):
    template_name = "taxonomy/admin/confirm.html"
    page_title = gettext_lazy("Offer again")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=_("Offer “%(term)s” again?") % {"term": self.term}, answer=_("Offer again"), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            changes.reinstate(self.term, request.user)
        except changes.ChangeRefused as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("“%(term)s” is offered again.") % {"term": self.term})
        return self.to_term()


class MergeView(_TermView, FormView):
    """First the other term is chosen, then what moves is shown, and only then it moves."""

    template_name = "taxonomy/admin/merge.html"
    form_class = SuccessorForm
    page_title = gettext_lazy("Merge into another term")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "term": self.term, "required": True}

    def form_valid(self, form: SuccessorForm) -> HttpResponse:
        successor = form.chosen()
        if successor is None:
            return self.form_invalid(form)
        if "confirmed" not in self.request.POST:
            context = self.get_context_data(form=form, successor=successor, **usage_of(self.term, self.request.user))
            return self.render_to_response(context)
        try:
            moved = changes.merge(self.term, successor, self.request.user)
        except changes.ChangeRefused as refusal:
            form.add_error("successor", str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(term)s” was merged into “%(into)s”: %(rows)d uses and %(drafts)d drafts moved.")
            % {"term": self.term, "into": successor, "rows": moved.rows, "drafts": moved.drafts},
        )
        return redirect(address("edit", successor.pk))


class DeleteView(_TermView, TemplateView):
    permission = "taxonomy.delete_term"
    template_name = "taxonomy/admin/delete.html"
    page_title = gettext_lazy("Delete")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**usage_of(self.term, self.request.user), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vocabulary, name = self.term.vocabulary.slug, str(self.term)
        try:
            changes.delete(self.term, request.user)
        except changes.ChangeRefused as refusal:
            self.refuse(refusal)
            return redirect(address("delete", self.term.pk))
        messages.success(request, _("“%(term)s” was deleted.") % {"term": name})
        return redirect(address("tree", vocabulary))
