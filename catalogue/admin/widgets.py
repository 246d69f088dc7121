"""Picking terms from a tree and codes from a long list: plain checkboxes that a small script helps with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static


@dataclass(frozen=True)
class PickerChoice:
    """One line of a picker. ``depth`` counts from 0; a heading only groups what is below it and can't be picked."""

    value: str
    label: str
    depth: int = 0
    hint: str = ""
    is_heading: bool = False
    is_retired: bool = False


class CheckboxTree(forms.Widget):
    """Checkboxes in an indented list. Works without JavaScript; with it, long lists can be searched.

    ``with_primary`` adds a radio button a line, for the one value that comes first.
    """

    template_name = "catalogue/admin/checkbox_tree.html"
    use_fieldset = True

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        with_primary: bool = False,
        with_search: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.with_primary = with_primary
        self.with_search = with_search
        self.choices: Sequence[PickerChoice] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or ())
        first = data.get(f"{name}-primary") if self.with_primary else None
        if first in values:
            values = [first, *(value for value in values if value != first)]
        return values

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # a browser sends nothing for checkboxes that are not ticked

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chosen = list(value or ())
        prefix = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"] |= {
            "with_primary": self.with_primary,
            "with_search": self.with_search,
            "groups": self._groups(prefix, chosen),
            "chosen": [choice for choice in self.choices if choice.value in chosen],
        }
        return context

    def _groups(self, prefix: str, chosen: list[str]) -> list[list[dict[str, Any]]]:
        """Put each upper line together with those below it, so that columns don't part them."""
        groups: list[list[dict[str, Any]]] = []
        for choice in self.choices:
            line = {
                "choice": choice,
                "id": f"{prefix}_{choice.value}",
                "is_chosen": choice.value in chosen,
                "is_primary": bool(chosen) and choice.value == chosen[0],
            }
            if choice.depth == 0 or not groups:
                groups.append([])
            groups[-1].append(line)
        return groups

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # The project's templates, not only those of applications, which is all that forms look in by default.
        return render_to_string(template_name, context)

    def __deepcopy__(self, memo: dict[int, Any]) -> CheckboxTree:
        copied = super().__deepcopy__(memo)
        copied.choices = self.choices
        return copied

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("catalogue/admin/pickers.js")])
