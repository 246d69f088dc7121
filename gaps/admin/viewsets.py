"""Indicators of need and their areas as snippets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gaps.admin.forms import AreaForm
from gaps.models.needs import Area, AreaGroup, Indicator

# The form of an area ticks regions; wagtail looks for it on the model.
Area.base_form_class = AreaForm  # type: ignore[attr-defined]


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "order"
    menu_label = _("Indicators")
    list_display = ["label", "year", "publisher", "topic"]
    list_filter = ["topic", "year"]
    copy_view_enabled = False
    panels = [
        FieldPanel("key"),
        FieldPanel("label"),
        MultiFieldPanel([FieldPanel("unit"), FieldPanel("year"), FieldPanel("topic")], heading=_("What it measures")),
        MultiFieldPanel([FieldPanel("publisher"), FieldPanel("title"), FieldPanel("url")], heading=_("Source")),
        FieldPanel("note"),
        FieldPanel("group"),
        InlinePanel(
            "values",
            heading=_("Values"),
            panels=[FieldPanel("area"), FieldPanel("value"), FieldPanel("year"), FieldPanel("is_seen")],
        ),
    ]


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "site"
    menu_label = _("Areas")
    list_display = ["label", "group"]
    list_filter = ["group"]
    copy_view_enabled = False
    panels = [FieldPanel("group"), FieldPanel("slug"), FieldPanel("label"), FieldPanel("regions")]


class AreaGroupViewSet(SnippetViewSet):
    model = AreaGroup
    icon = "list-ul"
    menu_label = _("Divisions of the world")
    copy_view_enabled = False
    panels = [FieldPanel("slug"), FieldPanel("label")]


class NeedsGroup(SnippetViewSetGroup):
    items = (IndicatorViewSet, AreaViewSet, AreaGroupViewSet)
    menu_icon = "order"
    menu_label = _("Need")
    menu_name = "need"
    menu_order = 160
