"""Forms of the indicators of need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from taxonomy.current import vocabulary_index


def region_choices() -> list[tuple[str, str]]:
    return [(term.slug, term.label()) for term in vocabulary_index().terms("region")]


class AreaForm(WagtailAdminModelForm):
    """Regions are ticked, not typed."""

    regions = forms.MultipleChoiceField(
        label=_("regions"),
        required=False,
        choices=region_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The regions of the registry that fit this area best. A region counts once in a division."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("regions", getattr(self.instance, "regions", []))
