"""Organisations in the admin: list, form, merging two."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, Panel, TitleFieldPanel
from wagtail.admin.ui.tables import NumberColumn
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from catalogue.admin.columns import CountryColumn, TermColumn
from catalogue.admin.fields import country_choices
from catalogue.admin.notices import NoticeBoundPanel
from catalogue.admin.tool_search import rank_names
from catalogue.merging import is_named, merge_organisations
from catalogue.models import Organisation, OrganisationAlias, Participation
from catalogue.writing.organisations import free_slug, twin_of
from taxonomy.current import vocabulary_index
from taxonomy.models import Term

ORGANISATION_URLS = "wagtailsnippets_catalogue_organisation"


class OrganisationForm(WagtailAdminModelForm):
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            self.fields["country"].choices = [("", "—"), *((one.value, one.label) for one in country_choices())]
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "organisation_type" in self.fields:
            field = self.fields["organisation_type"]
            field.queryset = field.queryset.filter(
                Q(status=Term.Lifecycle.ACTIVE) | Q(pk=self.instance.organisation_type_id)
            )
            field.empty_label = _("Not said")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = cleaned.get("name")
        twin = twin_of(name, self.instance.pk) if name else None
        if twin is not None and "name" not in self.errors:
            self.add_error("name", _("There is an organisation of this name already: %(name)s.") % {"name": twin.name})
        if name and not cleaned.get("slug") and "slug" in self.fields and "slug" not in self.errors:
            taken = set(Organisation.objects.exclude(pk=self.instance.pk).values_list("slug", flat=True))
            cleaned["slug"] = free_slug(name, taken, 100)
        return cleaned


class PartsBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/parts_panel.html"

    def is_shown(self) -> bool:
        return self.is_saved

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        parts = Participation.objects.filter(organisation=self.instance.pk).select_related("tool")
        context["parts"] = parts.order_by("tool__name", "role")
        context["merge_url"] = reverse(f"{ORGANISATION_URLS}:merge", args=[self.instance.pk])
        context["can_merge"] = self.request.user.has_perm("catalogue.change_organisation")
        return context


class PartsPanel(Panel):
    """The tools in which the organisation has a part."""

    BoundPanel = PartsBoundPanel


def _kinds() -> list[tuple[str, str]]:
    return [(term.slug, term.label()) for term in vocabulary_index().terms("organisation_type", with_retired=True)]


def _countries() -> list[tuple[str, str]]:
    used = set(Organisation.objects.values_list("country", flat=True))
    return [(choice.value, choice.label) for choice in country_choices() if choice.value in used]


class OrganisationFilterSet(WagtailFilterSet):
    organisation_type = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Type"),
        choices=_kinds,
        field_name="organisation_type__slug",
        widget=forms.CheckboxSelectMultiple,
    )
    country = django_filters.ChoiceFilter(label=gettext_lazy("Country"), choices=_countries)

    class Meta:
        model = Organisation
        fields: list[str] = []


def find_organisations(text: str) -> list[int]:
    """Return keys of the organisations that the text may mean, best first: by likeness, then by part of a name."""
    names = [
        *Organisation.objects.values_list("pk", "name"),
        *OrganisationAlias.objects.values_list("organisation_id", "name"),
    ]
    within = Organisation.objects.filter(Q(name__icontains=text) | Q(aliases__name__icontains=text))
    return list(dict.fromkeys([*rank_names(text, names), *within.order_by("name").values_list("pk", flat=True)]))


class OrganisationIndexView(IndexView):
    list_display = [
        "name",
        TermColumn("organisation_type", label=gettext_lazy("Type"), sort_key="organisation_type__position"),
        CountryColumn("country", label=gettext_lazy("Country"), sort_key="country"),
        NumberColumn("tools", label=gettext_lazy("Tools"), sort_key="tools"),
    ]
    default_ordering = "name"

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.annotate(tools=Count("participations__tool", distinct=True))

    def search_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return queryset.filter(pk__in=find_organisations(self.search_query)) if self.is_searching else queryset


class OrganisationDeleteView(DeleteView):
    """Only what no record and no older version of one names: the rest is merged."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_named(self.object):
            text = _("“%(name)s” is named in records or their older versions. Merge it into another instead.")
            messages.error(request, text % {"name": self.object.name})
            return redirect(f"{ORGANISATION_URLS}:merge", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class DeleteUnnamed(DeleteBulkAction):
    """Wagtail's deletion of several, under the same rule."""

    models = [Organisation]

    def check_perm(self, organisation: Organisation) -> bool:
        return bool(super().check_perm(organisation)) and not is_named(organisation)


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(
        queryset=Organisation.objects.all(),
        label=gettext_lazy("Merge it into"),
        widget=AdminSnippetChooser(Organisation),
    )

    def __init__(self, *args: Any, source: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_target(self) -> Organisation:
        target: Organisation = self.cleaned_data["target"]
        if target == self.source:
            raise forms.ValidationError(_("An organisation can't be merged into itself. Choose the other one."))
        return target


@require_http_methods(["GET", "HEAD", "POST"])
def merge_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("catalogue.change_organisation"):
        raise PermissionDenied
    source = Organisation.objects.filter(pk=pk).first()
    if source is None and request.method == "POST":
        messages.info(request, _("This organisation is already part of another one."))
        return redirect(reverse(f"{ORGANISATION_URLS}:list"))
    if source is None:
        raise Http404
    form = MergeForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        number = merge_organisations(source, target, request.user)
        text = ngettext(
            "“%(source)s” is now part of “%(target)s”; %(number)d tool changed.",
            "“%(source)s” is now part of “%(target)s”; %(number)d tools changed.",
            number,
        )
        messages.success(request, text % {"source": source.name, "target": target.name, "number": number})
        return redirect(reverse(f"{ORGANISATION_URLS}:edit", args=[target.pk]))
    context = {
        "source": source,
        "form": form,
        "edit_url": reverse(f"{ORGANISATION_URLS}:edit", args=[pk]),
        "number": Participation.objects.filter(organisation=source).values("tool").distinct().count(),
    }
    return render(request, "catalogue/admin/merge_organisation.html", context)


class ChooserSearchForm(SearchFilterMixin, BaseFilterForm):
    """The chooser in the tool's form finds a name with a typo too."""

    def filter(self, objects: QuerySet[Organisation]) -> QuerySet[Organisation]:
        text = self.cleaned_data.get("q") or ""
        self.search_query, self.is_searching = text, bool(text)
        return objects.filter(pk__in=find_organisations(text)) if text else objects


class _Choose(ChooseView):
    filter_form_class = ChooserSearchForm


class _ChooseResults(ChooseResultsView):
    filter_form_class = ChooserSearchForm


class OrganisationChooserViewSet(SnippetChooserViewSet):
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_order = 120
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = OrganisationIndexView
    delete_view_class = OrganisationDeleteView
    filterset_class = OrganisationFilterSet
    chooser_viewset_class = OrganisationChooserViewSet
    copy_view_enabled = False
    search_backend_name = None
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", placeholder=gettext_lazy("Name")),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("organisation_type"), FieldPanel("country")]),
            FieldPanel("url"),
            FieldPanel("description"),
            InlinePanel("aliases", heading=gettext_lazy("Other names"), label=gettext_lazy("Other name")),
            PartsPanel(heading=gettext_lazy("Its tools")),
        ],
        base_form_class=OrganisationForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", merge_organisation, name="merge")]
