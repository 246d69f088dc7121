"""The vocabularies' place in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from taxonomy.admin import term_views, vocabulary_views
from taxonomy.models import Term


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("taxonomy.view_term"))


class TermURLFinder(ModelAdminURLFinder):
    edit_url_name = f"{vocabulary_views.NAMESPACE}:edit"


class VocabulariesViewSet(ViewSet):
    name = vocabulary_views.NAMESPACE
    icon = "list-ul"
    add_to_admin_menu = True
    menu_label = _("Vocabularies")
    menu_order = 250
    menu_item_class = _Item

    def on_register(self) -> None:
        super().on_register()
        register_admin_url_finder(Term, TermURLFinder)

    def get_urlpatterns(self) -> list[URLPattern]:
        def term(action: str, view: type[View]) -> URLPattern:
            return path(f"terms/<int:pk>/{action}/", view.as_view(), name=action)

        return [
            path("", vocabulary_views.IndexView.as_view(), name="index"),
            path("terms/<int:pk>/", term_views.EditView.as_view(), name="edit"),
            term("usage", term_views.UsageView),
            term("rename", term_views.RenameView),
            term("retire", term_views.RetireView),
            term("reinstate", term_views.ReinstateView),
            term("merge", term_views.MergeView),
            term("delete", term_views.DeleteView),
            path("<slug:vocabulary>/", vocabulary_views.TreeView.as_view(), name="tree"),
            path("<slug:vocabulary>/add/", vocabulary_views.AddView.as_view(), name="add"),
            path("<slug:vocabulary>/edit/", vocabulary_views.EditVocabularyView.as_view(), name="edit_vocabulary"),
        ]
