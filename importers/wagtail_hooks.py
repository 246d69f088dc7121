"""The wizard's place in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from importers.views.access import IMPORT_PERMISSION


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(IMPORT_PERMISSION))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("imports/", include("importers.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ImportsMenuItem(_("Imports"), reverse("importers:index"), name="imports", icon_name="upload", order=220)
