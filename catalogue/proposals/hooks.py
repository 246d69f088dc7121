"""Where proposals stand in the admin. Imported by ``catalogue.wagtail_hooks``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from catalogue.proposals import admin


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return admin.may_decide(request.user)


@hooks.register("register_admin_urls")
def register_proposal_urls() -> list[Any]:
    return [
        path("proposals/", admin.index, name="proposals"),
        path("proposals/<int:pk>/", admin.decide, name="proposal"),
    ]


@hooks.register("register_admin_menu_item")
def register_proposals_menu_item() -> MenuItem:
    return ProposalsMenuItem(_("Proposals"), reverse("proposals"), name="proposals", icon_name="mail", order=250)
