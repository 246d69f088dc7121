"""Parts of the edit form that tell rather than ask: open problems, likely duplicates, who can see what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from catalogue.disclosure import Level, level_of, may_read_restricted
from catalogue.models import FormerSlug, IndexDue, Tool
from catalogue.quality import completeness_of, problems_of

TOOL_URLS = "wagtailsnippets_catalogue_tool"


class NoticePanel(Panel):
    """Prints a template; has no fields."""

    def __init__(self, template_name: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = template_name

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "template_name": self.template_name}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return str(self.panel.template_name)

        @property
        def is_saved(self) -> bool:
            return bool(self.instance is not None and self.instance.pk)


class QualityPanel(NoticePanel):
    """Completeness and open problems of the version in the form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Open problems"))
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/quality_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.is_saved

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["completeness"] = completeness_of(self.instance)
            context["problems"] = problems_of(self.instance)
            return context


class SimilarPanel(NoticePanel):
    """Filled by a script while a record is being written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/similar_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["url"] = reverse(f"{TOOL_URLS}:similar")
            context["pk"] = self.instance.pk if self.is_saved else ""
            return context

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(js=[versioned_static("catalogue/admin/similar.js")])


class WithdrawalPanel(NoticePanel):
    """Says at the top of the form that readers don't see the record any more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/withdrawal_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.is_saved and self.instance.is_withdrawn

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["restore_url"] = reverse(f"{TOOL_URLS}:restore", args=[self.instance.pk])
            context["is_in_index"] = IndexDue.objects.filter(slug=self.instance.slug).exists()
            return context


class AudiencePanel(NoticePanel):
    """Who can see which part of the record, and the ways to take it off the site."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Who can see what"))
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/audience_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            tool = self.instance if self.instance is not None else Tool()
            context["audiences"] = audiences(tool)
            context["reads_restricted"] = may_read_restricted(tool.disclosure, level_of(self.request.user))
            if self.is_saved:
                context["tool"] = tool
                context["former_slugs"] = FormerSlug.objects.filter(tool=tool.pk).values_list("slug", flat=True)
                context["withdraw_url"] = reverse(f"{TOOL_URLS}:withdraw", args=[tool.pk])
                context["can_withdraw"] = self.request.user.has_perm("catalogue.publish_tool")
                if self.request.user.has_perm("catalogue.remove_tool"):
                    context["remove_url"] = reverse(f"{TOOL_URLS}:remove", args=[tool.pk])
                    context["forget_url"] = reverse(f"{TOOL_URLS}:forget", args=[tool.pk])
            return context


AUDIENCE_LABELS = {
    Level.PUBLIC: _("Everybody"),
    Level.REGISTERED: _("Registered readers"),
    Level.VETTED: _("Vetted readers"),
    Level.CURATOR: _("Curators and editors"),
}


def audiences(tool: Tool) -> list[dict[str, Any]]:
    """For each level of readers: its name, whether it reads the record, the restricted detail, the curators' notes."""
    is_public = bool(tool.live) and not tool.is_withdrawn
    return [
        {
            "label": label,
            "record": is_public or level is Level.CURATOR,
            "restricted": (is_public or level is Level.CURATOR) and may_read_restricted(tool.disclosure, level),
            "notes": level is Level.CURATOR,
        }
        for level, label in AUDIENCE_LABELS.items()
    ]
