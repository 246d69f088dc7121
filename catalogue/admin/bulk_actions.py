"""What can be done to several tools at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalogue import publishing
from catalogue.admin.filters import ToolFilterSet
from catalogue.admin.forms import ReasonForm
from catalogue.admin.tool_search import find_tools
from catalogue.models import Tool


class _OfTools:
    """“All” means all that the list shows with its filters and search: Wagtail's own takes every record there is."""

    models = [Tool]
    request: HttpRequest

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        tools = Tool.objects.all()
        filters = ToolFilterSet(self.request.GET, request=self.request)
        if filters.is_valid():
            tools = filters.filter_queryset(tools)
        text = self.request.GET.get("q", "").strip()
        if text:
            tools = find_tools(tools, text)
        return list(tools.values_list("pk", flat=True))


class _Publishing(_OfTools, SnippetBulkAction):
    """Needs the right to publish. `meaning`: what the curator says or does by it, in one sentence."""

    template_name = "catalogue/admin/bulk_decision.html"
    meaning: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = {"decision": self.display_name, "meaning": self.meaning, "is_serious": "serious" in self.classes}
        return {**super().get_context_data(**kwargs), **decision}

    def check_perm(self, tool: Tool) -> bool:
        return bool(self.request.user.has_perm("catalogue.publish_tool"))


class WithdrawTools(_Publishing):
    display_name = _("Withdraw")
    action_type = "withdraw"
    aria_label = _("Withdraw the selected tools")
    meaning = _(
        "They leave every page, list, search and file of the registry. Their addresses stay and tell the reason below."
    )
    action_priority = 20
    classes = {"serious"}
    form_class = ReasonForm

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "reason": self.cleaned_form.cleaned_data["reason"]}

    @classmethod
    def execute_action(cls, objects: list[Tool], user: Any = None, reason: str = "", **kwargs: Any) -> tuple[int, int]:
        for tool in objects:
            publishing.withdraw(tool, reason, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        text = ngettext("%(number)d tool withdrawn.", "%(number)d tools withdrawn.", num_parent_objects)
        return text % {"number": num_parent_objects}


class VerifyTools(_Publishing):
    display_name = _("Mark verified today")
    action_type = "verify"
    aria_label = _("Mark the selected tools as verified today")
    meaning = _(
        "You say that you have checked these records today: they are alive and right. Your name is kept with the date."
    )
    action_priority = 10
    form_class = forms.Form

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Tool], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        for tool in objects:
            publishing.mark_verified(tool, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        text = ngettext(
            "%(number)d tool marked as verified today.",
            "%(number)d tools marked as verified today.",
            num_parent_objects,
        )
        return text % {"number": num_parent_objects}


class DeleteDrafts(_OfTools, DeleteBulkAction):
    """Wagtail's deletion, but never of what has been public: that is withdrawn."""

    def check_perm(self, tool: Tool) -> bool:
        return tool.first_published_at is None and bool(super().check_perm(tool))


TOOL_ACTIONS = (VerifyTools, WithdrawTools, DeleteDrafts)
