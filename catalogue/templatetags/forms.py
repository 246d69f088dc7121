"""Printing form fields so that a screen reader gets label, hint and error with each."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.simple_tag
def option_groups(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """The choices of a checkbox list under their headings: [(heading or "", [{label, value, checked, …}])]."""
    widget = field.field.widget
    groups = widget.optgroups(field.html_name, widget.format_value(field.value()) or [])
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for heading, options, _index in groups:
        prepared = [
            {
                "label": option["label"],
                "value": option["value"],
                "is_checked": option["selected"],
                "id": f"{field.auto_id}-{option['value']}",
            }
            for option in options
        ]
        if heading is None and found and found[-1][0] == "":
            found[-1][1].extend(prepared)
        else:
            found.append((str(heading or ""), prepared))
    return found
