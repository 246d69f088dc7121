"""Tool and Organisation in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from catalogue.admin.filters import ToolFilterSet
from catalogue.admin.listing import ToolIndexView
from catalogue.admin.panels import TOOL_FORM
from catalogue.admin.removal import forget_tool, remove_tool, removed_tools
from catalogue.admin.tool_views import (
    ToolCreateView,
    ToolDeleteView,
    ToolEditView,
    ToolUnpublishView,
    discard_tool_draft,
    restore_tool,
    similar_tools,
    withdraw_tool,
)
from catalogue.models import Tool


class ToolViewSet(SnippetViewSet):
    model = Tool
    icon = "cogs"
    menu_label = _("Tools")
    menu_order = 110
    add_to_admin_menu = True
    list_per_page = 25
    filterset_class = ToolFilterSet
    index_view_class = ToolIndexView
    add_view_class = ToolCreateView
    edit_view_class = ToolEditView
    delete_view_class = ToolDeleteView
    unpublish_view_class = ToolUnpublishView
    edit_handler = TOOL_FORM
    # Its copy would be a duplicate, which is what a registry must not have.
    copy_view_enabled = False
    # Filters across relations and modelsearch exclude each other (modelsearch issue 100): ToolIndexView searches.
    search_backend_name = None

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("similar/", similar_tools, name="similar"),
            path("withdraw/<int:pk>/", withdraw_tool, name="withdraw"),
            path("discard/<int:pk>/", discard_tool_draft, name="discard"),
            path("restore/<int:pk>/", restore_tool, name="restore"),
            path("remove/<int:pk>/", remove_tool, name="remove"),
            path("forget/<int:pk>/", forget_tool, name="forget"),
            path("removed/", removed_tools, name="removed"),
        ]
