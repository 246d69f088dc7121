"""What the taxonomy adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from taxonomy.admin.viewset import VocabulariesViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> VocabulariesViewSet:
    return VocabulariesViewSet()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """So that rights on terms can be given to groups in the admin."""
    return Permission.objects.filter(content_type__app_label="taxonomy", content_type__model__in=("term", "vocabulary"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("taxonomy.reinstate", gettext_lazy("Reinstate"), gettext_lazy("Offered again"))

    class Rename(LogFormatter):
        label = gettext_lazy("Rename")

        def format_message(self, log_entry: Any) -> str:
            return _("Slug changed from “%(from)s” to “%(to)s”") % log_entry.data

    class Retire(LogFormatter):
        label = gettext_lazy("Retire")

        def format_message(self, log_entry: Any) -> str:
            if log_entry.data.get("replacement"):
                return _("Retired; replaced by “%(replacement)s”") % log_entry.data
            return _("Retired")

    class Merge(LogFormatter):
        label = gettext_lazy("Merge")

        def format_message(self, log_entry: Any) -> str:
            return _("Merged into “%(into)s”: %(rows)s uses and %(drafts)s drafts moved") % log_entry.data

    class MergeInto(LogFormatter):
        label = gettext_lazy("Merge into this")

        def format_message(self, log_entry: Any) -> str:
            return _("“%(from)s” was merged into this: %(rows)s uses and %(drafts)s drafts moved") % log_entry.data

    for action, formatter in (
        ("taxonomy.rename", Rename),
        ("taxonomy.retire", Retire),
        ("taxonomy.merge", Merge),
        ("taxonomy.merge_into", MergeInto),
    ):
        actions.register_action(action)(formatter)
