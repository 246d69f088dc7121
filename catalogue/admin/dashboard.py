"""What needs attention: the first thing on the admin's home page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from catalogue.admin.notices import TOOL_URLS
from catalogue.models import Tool
from catalogue.quality import PROBLEMS, count_problems
from catalogue.querysets import ToolQuerySet

SHOWN = 5


def tools_url(**query: Any) -> str:
    text = urlencode(query, doseq=True)
    return reverse(f"{TOOL_URLS}:list") + (f"?{text}" if text else "")


def _links(tools: ToolQuerySet) -> list[dict[str, Any]]:
    """Return the first of these tools as links to their forms."""
    return [
        {"name": tool.name, "date": tool.last_verified_on, "url": reverse(f"{TOOL_URLS}:edit", args=[tool.pk])}
        for tool in tools[:SHOWN]
    ]


class ToolsSummaryItem(SummaryItem):
    """How many tools there are, beside the pages."""

    order = 10
    template_name = "catalogue/admin/tools_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"number": Tool.objects.public().count(), "url": tools_url()}

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("catalogue.change_tool"))


class AttentionPanel(Component):
    """Counts of open problems, the oldest verifications, drafts and reviews; each leads to its list."""

    order = 50
    template_name = "catalogue/admin/attention.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("catalogue.change_tool"))

    def render_html(self, parent_context: Any = None) -> Any:
        return super().render_html(parent_context) if self.is_shown else ""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        public = Tool.objects.public()
        numbers = count_problems(public)
        problems = [
            {
                "label": problem.label,
                "number": numbers[problem.code],
                "url": tools_url(problem=problem.code, state="live"),
            }
            for problem in PROBLEMS
            if numbers[problem.code]
        ]
        reviews = Tool.objects.in_review()
        drafts = Tool.objects.filter(has_unpublished_changes=True, withdrawn_at__isnull=True)
        oldest = public.filter(last_verified_on__isnull=False).order_by("last_verified_on", "name")
        return {
            "problems": problems,
            "reviews": _links(reviews.order_by("name")),
            "reviews_number": reviews.count(),
            "reviews_url": tools_url(state="in-review"),
            "drafts": _links(drafts.order_by("-updated_at")),
            "drafts_number": drafts.count(),
            "drafts_url": tools_url(state=["changed", "draft"]),
            "oldest": _links(oldest),
            "heading": _("What needs attention"),
        }
