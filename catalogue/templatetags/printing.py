"""Small printing tags for all public templates."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Icons that point along the line of reading and turn round with it.
DIRECTIONAL = frozenset({"arrow", "chevron", "leave", "list", "history"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign from static/icons/sprite.svg. Always stands beside a word, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " icon--directional" if name in DIRECTIONAL else "",
        static("icons/sprite.svg"),
        name,
    )
