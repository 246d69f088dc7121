"""Where proposals stand in the admin. Imported by ``catalogue.wagtail_hooks``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from catalogue.models import Proposal
from catalogue.proposals import admin

SHOWN = 8


class ProposalsMenuItem(MenuItem):
    """Says how many wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin.may_decide(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        waiting = Proposal.objects.pending().count()
        label = f"{self.label} ({waiting})" if waiting else str(self.label)
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name, classname=self.classname)


class WaitingProposals(Component):
    """The first thing on the admin's home page while readers wait for an answer."""

    order = 10
    template_name = "catalogue/admin/waiting_proposals.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> Any:
        if not admin.may_decide(self.request.user) or not Proposal.objects.pending().exists():
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = Proposal.objects.pending().most_urgent_first()
        return {
            "heading": _("Readers wait for an answer"),
            "proposals": waiting[:SHOWN],
            "number": waiting.count(),
            "all_url": reverse("proposals"),
        }


@hooks.register("construct_homepage_panels")
def waiting_proposals(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitingProposals(request))


@hooks.register("register_admin_urls")
def register_proposal_urls() -> list[Any]:
    return [
        path("proposals/", admin.index, name="proposals"),
        path("proposals/<int:pk>/", admin.decide, name="proposal"),
    ]


@hooks.register("register_admin_menu_item")
def register_proposals_menu_item() -> MenuItem:
    return ProposalsMenuItem(_("Proposals"), reverse_lazy("proposals"), name="proposals", icon_name="mail", order=250)
