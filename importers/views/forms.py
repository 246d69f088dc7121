"""Forms of the wizard."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from importers.models import BatchMode

ENCODINGS = (
    ("", _("recognise it")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("cp1251", "Windows-1251"),
    ("cp1256", "Windows-1256"),
    ("cp1254", "Windows-1254"),
    ("cp1250", "Windows-1250"),
    ("gb18030", "GB 18030"),
)


class UploadForm(forms.Form):
    """A file, or a table pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        required=False,
        help_text=_("XLSX, XLSM, XLS, ODS, CSV or TSV, as your survey tool made it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"}),
    )
    pasted = forms.CharField(
        label=_("or a table, pasted"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=200,
        help_text=_(
            "Where the answers come from, such as the survey's name. Readers see it as the source of each record."
        ),
    )
    encoding = forms.ChoiceField(label=_("Encoding of a text file"), choices=ENCODINGS, required=False)
    # Says which form it is: one that is sent twice makes one import.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("file")) == bool((cleaned.get("pasted") or "").strip()):
            raise forms.ValidationError(_("Choose a file or paste a table: one of the two."))
        return cleaned


class ApplyForm(forms.Form):
    mode = forms.ChoiceField(label=_("Write the records"), choices=BatchMode.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_publish: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            self.fields["mode"].choices = [  # type: ignore[attr-defined]
                choice for choice in BatchMode.choices if choice[0] != BatchMode.LIVE
            ]
