"""What the home page prints beside its editors' words; the page's model knows nothing of it."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.home_page import HomeContent, HomePanel, panels_for

register = template.Library()


@register.simple_tag
def home_content() -> HomeContent:
    """Return the figures and the ways into the list, each read when it is printed."""
    return HomeContent()


@register.simple_tag(takes_context=True)
def home_panels(context: Any) -> list[HomePanel]:
    """Return the sections that other rooms add to the home page."""
    return panels_for(context["request"])
