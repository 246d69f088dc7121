"""Parts of the edit form that tell rather than ask: unpublished work, proposals, open problems, who can see what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from catalogue.disclosure import Level, level_of, may_read_restricted
from catalogue.drafts import unpublished_work
from catalogue.models import FormerSlug, IndexDue, Proposal, Tool
from catalogue.personal_data.checks import not_looked_at
from catalogue.quality import completeness_of, problems_of

TOOL_URLS = "wagtailsnippets_catalogue_tool"


class NoticeBoundPanel(Panel.BoundPanel):
    """What a panel prints that has a template and no fields."""

    @property
    def is_saved(self) -> bool:
        return bool(self.instance is not None and self.instance.pk)


class QualityBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/quality_panel.html"

    def is_shown(self) -> bool:
        return self.is_saved

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["completeness"] = completeness_of(self.instance)
        context["problems"] = problems_of(self.instance)
        return context


class QualityPanel(Panel):
    """Completeness and open problems of the version in the form."""

    BoundPanel = QualityBoundPanel


class SimilarBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/similar_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["url"] = reverse(f"{TOOL_URLS}:similar")
        context["pk"] = self.instance.pk if self.is_saved else ""
        return context

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("catalogue/admin/similar.js")])


class SimilarPanel(Panel):
    """Filled by a script while a record is being written."""

    BoundPanel = SimilarBoundPanel


class WithdrawalBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/withdrawal_panel.html"

    def is_shown(self) -> bool:
        return self.is_saved and self.instance.is_withdrawn

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["restore_url"] = reverse(f"{TOOL_URLS}:restore", args=[self.instance.pk])
        context["is_in_index"] = IndexDue.objects.filter(slug=self.instance.slug).exists()
        return context


class WithdrawalPanel(Panel):
    """Says at the top of the form that readers don't see the record any more."""

    BoundPanel = WithdrawalBoundPanel


class AudienceBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/audience_panel.html"

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


class AudiencePanel(Panel):
    """Who can see which part of the record, and the ways to take it off the site."""

    BoundPanel = AudienceBoundPanel


class DraftBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/draft_panel.html"

    def is_shown(self) -> bool:
        return self.is_saved and bool(self.instance.live and self.instance.has_unpublished_changes)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        work = unpublished_work(self.instance)
        pk = self.instance.pk
        context["people"] = list(dict.fromkeys(str(one.user) for one in work if one.user))
        context["since"] = work[0].created_at if work else None
        context["compare_url"] = reverse(f"{TOOL_URLS}:revisions_compare", args=[pk, "live", "latest"])
        context["discard_url"] = reverse(f"{TOOL_URLS}:discard", args=[pk])
        return context


class DraftPanel(Panel):
    """Says at the top of the form that it holds changes which readers don't see, and whose they are."""

    BoundPanel = DraftBoundPanel


class ProposalsBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/proposals_panel.html"

    @cached_property
    def waiting(self) -> list[Proposal]:
        if not self.is_saved:
            return []
        return list(Proposal.objects.pending().filter(tool=self.instance.pk).most_urgent_first())

    def is_shown(self) -> bool:
        return bool(self.waiting)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "proposals": self.waiting}


class ProposalsPanel(Panel):
    """What readers propose about the record, while it waits."""

    BoundPanel = ProposalsBoundPanel


class PersonalDataBoundPanel(NoticeBoundPanel):
    template_name = "catalogue/admin/personal_data_panel.html"

    @cached_property
    def findings(self) -> list[tuple[str, str]]:
        if not self.is_saved:
            return []
        return [(key, datum.text) for key, datum in not_looked_at(self.instance).items()]

    def is_shown(self) -> bool:
        return bool(self.findings)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "findings": self.findings}


class PersonalDataPanel(Panel):
    """Telephone numbers, e-mail and postal addresses in public texts, until somebody has looked at each."""

    BoundPanel = PersonalDataBoundPanel


AUDIENCE_LABELS = {
    Level.PUBLIC: _("Everybody"),
    Level.REGISTERED: _("Registered readers"),
    Level.VETTED: _("Vetted readers"),
    Level.CURATOR: _("Curators and editors"),
}


def audiences(tool: Tool) -> list[dict[str, Any]]:
    """Tell of each level of readers whether it reads the record, the restricted detail, the curators' notes."""
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
