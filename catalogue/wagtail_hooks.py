"""What the catalogue adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

import catalogue.proposals.hooks  # noqa: F401 registers itself
from catalogue import drafts, merging, publishing
from catalogue.admin.bulk_actions import TOOL_ACTIONS
from catalogue.admin.dashboard import AttentionPanel, ToolsSummaryItem
from catalogue.admin.decisions import decide_page_once
from catalogue.admin.notices import TOOL_URLS
from catalogue.admin.organisations import DeleteUnnamed, OrganisationViewSet
from catalogue.admin.viewsets import ToolViewSet
from catalogue.models import Tool
from catalogue.removal.history import FORGET_ACTION

ADMIN_SCRIPTS = ("catalogue/admin/dates.js", "catalogue/admin/one_action.js")

register_snippet(ToolViewSet)
register_snippet(OrganisationViewSet)

for action in (*TOOL_ACTIONS, DeleteUnnamed):
    # Later than Wagtail's own, so that deleting in bulk is ours.
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("catalogue/admin/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_scripts() -> str:
    return format_html_join("", '<script src="{}"></script>', ((versioned_static(path),) for path in ADMIN_SCRIPTS))


@hooks.register("construct_homepage_panels")
def attention(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(AttentionPanel(request))


@hooks.register("construct_homepage_summary_items")
def summary(request: HttpRequest, items: list[Any]) -> None:
    items.append(ToolsSummaryItem(request))


@hooks.register("register_snippet_listing_buttons")
def withdrawal_button(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    if not isinstance(snippet, Tool) or not user.has_perm("catalogue.publish_tool"):
        return []
    if snippet.is_withdrawn:
        url, label, icon = reverse(f"{TOOL_URLS}:restore", args=[snippet.pk]), _("Restore"), "view"
    else:
        url, label, icon = reverse(f"{TOOL_URLS}:withdraw", args=[snippet.pk]), _("Withdraw"), "no-view"
    return [Button(label, url=url, icon_name=icon, priority=25)]


hooks.register("before_edit_page", decide_page_once)


class WithdrawMenuItem(ActionMenuItem):
    """In the place of *Unpublish*, after which an address would tell no reason."""

    label = _("Withdraw")
    name = "action-withdraw"
    icon_name = "no-view"

    def get_url(self, parent_context: Any) -> str:
        return reverse(f"{TOOL_URLS}:withdraw", args=[parent_context["instance"].pk])


@hooks.register("construct_snippet_action_menu")
def withdraw_instead_of_unpublishing(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if context.get("model") is Tool:
        for place, item in enumerate(items):
            if item.name == "action-unpublish":
                items[place] = WithdrawMenuItem(order=item.order)
        if getattr(context.get("instance"), "is_withdrawn", False):
            items[:] = [item for item in items if item.name != WithdrawMenuItem.name]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """The history names what only a registry does."""
    actions.register_action(publishing.RESTORE_ACTION, _("Restore"), _("Restored"))
    actions.register_action(drafts.DISCARD_ACTION, _("Discard draft"), _("Draft discarded"))
    actions.register_action(publishing.VERIFY_ACTION, _("Verify"), _("Marked as verified"))

    @actions.register_action(publishing.WITHDRAW_ACTION)
    class Withdrawn(LogFormatter):
        label = _("Withdraw")

        def format_message(self, log_entry: Any) -> Any:
            return _("Withdrawn: %(reason)s") % {"reason": log_entry.data.get("reason", "")}

    actions.register_action(FORGET_ACTION, _("Forget earlier values"), _("Earlier values forgotten"))

    @actions.register_action(merging.MERGE_ACTION)
    class Merged(LogFormatter):
        label = _("Merge")

        def format_message(self, log_entry: Any) -> Any:
            return _("“%(name)s” was merged into it") % {"name": log_entry.data.get("merged", "")}
