"""Printing tags of the gap pages."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gaps.exports.charts import bars_svg, sparkline_svg
from gaps.findings import percent as share_in_percent
from gaps.needs.layers import Layer
from gaps.needs.translations import in_reader_words, marked

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else share_in_percent(share)


@register.filter
def indicator_words(text: str) -> SafeString:
    """A label or an area of an indicator, translated or marked as English."""
    return marked(in_reader_words(text), text)


@register.filter
def indicator_heading(layer: Layer) -> SafeString:
    return marked(layer.heading, layer.label)


@register.simple_tag
def bar(value: int, largest: int) -> SafeString:
    """A bar of ``value`` out of ``largest``; the number stands beside it."""
    return mark_safe(bars_svg([value], largest, str(value)))  # noqa: S308 — made of numbers only


@register.simple_tag
def sparkline(points: Sequence[tuple[str, float]]) -> SafeString:
    """A line over the years; its title names the first, the last and the highest."""
    if not points:
        return mark_safe("")
    highest = max(points, key=lambda point: point[1])
    label = _("From %(first)s to %(last)s; most in %(year)s: %(count)s") % {
        "first": points[0][0],
        "last": points[-1][0],
        "year": highest[0],
        "count": highest[1],
    }
    return mark_safe(sparkline_svg(points, label))  # noqa: S308 — the label is escaped there
