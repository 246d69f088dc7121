"""What the gaps room adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gaps.admin.snapshots import snapshots
from gaps.admin.viewsets import NeedsGroup

register_snippet(NeedsGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("gaps/snapshots/", snapshots, name="gaps_admin_snapshots")]


class _SnapshotsItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("gaps.add_snapshot"))


@hooks.register("register_admin_menu_item")
def snapshots_item() -> MenuItem:
    return _SnapshotsItem(_("Snapshots"), reverse("gaps_admin_snapshots"), icon_name="history", order=170)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="gaps", codename="add_snapshot")
