"""Editors' pages for one term in Wagtail's admin: its words, its uses, and every change of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import Button
from wagtail.models import ModelLogEntry

from taxonomy import changes
from taxonomy.admin.forms import RenameForm, SuccessorForm, WordsForm
from taxonomy.admin.vocabulary_views import TaxonomyView, address
from taxonomy.current import vocabulary_index
from taxonomy.editing import save_term
from taxonomy.models import Term, TermRedirect
from taxonomy.uses import references_to, uses_of


class _TermView(TaxonomyView):
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
