"""Printing form fields so that a screen reader gets label, hint and error with each."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.simple_tag
def option_groups(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the choices of a checkbox list under their headings: [(heading or "", [{label, value, checked, …}])]."""
    widget = field.field.widget
    groups = widget.optgroups(field.html_name, widget.format_value(field.value()) or [])
    named_groups: list[tuple[str, list[dict[str, Any]]]] = []
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
        if heading is None and named_groups and named_groups[-1][0] == "":
            named_groups[-1][1].extend(prepared)
        else:
            named_groups.append((str(heading or ""), prepared))
    return named_groups
