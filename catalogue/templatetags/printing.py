"""Small printing tags for all public templates."""

from __future__ import annotations

from datetime import date

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalogue.partial_dates import PartialDate

register = template.Library()

# Icons that point along the line of reading and turn round with it.
DIRECTIONAL = frozenset({"arrow", "chevron", "leave", "list", "history"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """Print a sign from static/icons/sprite.svg. It stands beside a word, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " icon--directional" if name in DIRECTIONAL else "",
        static("icons/sprite.svg"),
        name,
    )


@register.filter
def known_part(day: date | PartialDate | None) -> str:
    """Return what is known of a date, in the reader's words: "12 May 2026", "May 2026" or "2026"."""
    return PartialDate.of(day).in_words() if day else ""
