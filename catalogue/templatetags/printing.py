"""Small printing tags for all public templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalogue.partial_dates import PartialDate

register = template.Library()

# Icons that point along the line of reading and turn round with it.
DIRECTIONAL = frozenset({"arrow", "chevron", "leave", "list", "history"})


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str) -> SafeString:
    """Print a sign from static/icons/sprite.svg. It stands beside a word, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " icon--directional" if name in DIRECTIONAL else "",
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def facet_values(values: Iterable[Any]) -> SafeString:
    """Print links that turn values on and off, each with its count and what is below it.

    Values have ``label``, ``count``, ``url``, ``selected`` and ``children``. A list of tools has so many of them that a
    template of its own for each would be a fifth of the page's cost.
    """
    return mark_safe(_values(values, get_language()))  # noqa: S308 (each part is escaped below)


def _values(values: Iterable[Any], language: str | None) -> str:
    lines = []
    for value in values:
        state = ' aria-current="true"' if value.selected else ""
        sign = _chosen() if value.selected else ""
        below = _values(value.children, language) if value.children else ""
        words = f"<span>{conditional_escape(value.label)}</span>"
        count = f'<span class="facet__count">{_number(value.count, language)}</span>'
        link = f'<a class="facet__value" href="{conditional_escape(value.url)}" rel="nofollow"{state}>'
        lines.append(f"<li>\n    {link}{sign}{words}{count}</a>\n    {below}\n  </li>\n  ")
    return f"<ul>\n  {''.join(lines)}\n</ul>\n"


def _chosen() -> str:
    return f'{icon("check")}<span class="visually-hidden">{conditional_escape(gettext("Chosen, take away:"))}</span>'


@lru_cache(maxsize=4096)
def _number(count: int | None, _language: str | None) -> str:
    """A count as the reader's language writes it."""
    return conditional_escape(str(localize(count)))


@register.filter
def known_part(day: date | PartialDate | None) -> str:
    """Return what is known of a date, in the reader's words: "12 May 2026", "May 2026" or "2026"."""
    return PartialDate.of(day).in_words() if day else ""
