"""The list of tools in the admin."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import IndexView

from catalogue.admin import exports
from catalogue.admin.columns import (
    CompletenessColumn,
    ProblemsColumn,
    StateColumn,
    TermColumn,
    TermsColumn,
    VerifiedColumn,
)
from catalogue.admin.tool_search import find_tools
from catalogue.disclosure import level_of
from catalogue.models import Tool
from catalogue.quality import assess, order_by_completeness
from catalogue.querysets import ToolQuerySet
from common.spreadsheets import csv_lines, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ToolIndexView(IndexView):
    """A constant number of queries, however many rows: children are fetched for the page, never a row."""

    list_display = [
        "name",
        TermsColumn("tool_types", "tool_type", label=_("Type"), with_primary=True),
        TermsColumn("regions", "region", label=_("Region")),
        TermColumn("status", label=_("Status"), sort_key="status__position"),
        StateColumn("state", label=_("State")),
        CompletenessColumn("completeness", label=_("Complete"), sort_key="completeness"),
        VerifiedColumn("last_verified_on", label=_("Last verified"), sort_key="last_verified_on"),
        ProblemsColumn("problems", label=_("Open problems")),
    ]
    default_ordering = "name"
    table_classname = "listing tools-table"

    def get_base_queryset(self) -> ToolQuerySet:
        return Tool.objects.all()

    def order_queryset(self, queryset: ToolQuerySet) -> ToolQuerySet:
        if self.ordering in ("completeness", "-completeness"):
            return order_by_completeness(queryset, descending=self.ordering.startswith("-"))
        return cast(ToolQuerySet, super().order_queryset(queryset)).order_by(self.ordering or "name", "name", "pk")

    def search_queryset(self, queryset: ToolQuerySet) -> ToolQuerySet:
        if not self.is_searching:
            return queryset
        return find_tools(queryset, self.search_query, keep_order=self.is_explicitly_ordered)

    def paginate_queryset(self, queryset: ToolQuerySet, page_size: int) -> tuple[Any, Any, Any, bool]:
        paginator, page, _objects, has_others = super().paginate_queryset(queryset.with_children(), page_size)
        tools = list(page.object_list)
        assessed = assess(tools)
        for tool in tools:
            tool.assessment = assessed[tool.pk]
        page.object_list = tools
        return paginator, page, tools, has_others

    def get_delete_url(self, instance: Tool) -> str | None:
        """Return no address for what has been public: that is withdrawn, not deleted."""
        return super().get_delete_url(instance) if instance.first_published_at is None else None

    @cached_property
    def show_export_buttons(self) -> bool:
        return True

    def as_spreadsheet(self, queryset: ToolQuerySet, spreadsheet_format: str) -> HttpResponseBase:
        level = level_of(self.request.user)
        header, lines = exports.columns(level), exports.rows(queryset, level)
        if spreadsheet_format == self.FORMAT_CSV:
            response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = 'attachment; filename="tools.csv"'
            return response
        file = BytesIO(xlsx_bytes("Tools", header, lines))
        return FileResponse(file, as_attachment=True, filename="tools.xlsx", content_type=XLSX)
