"""Removing a record for safety or by law, and forgetting what a public one said before: for editors, and for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from catalogue.admin.notices import TOOL_URLS
from catalogue.history import LABELS
from catalogue.models import IndexDue, RemovedRecord, Tool
from catalogue.removal.history import forget_history
from catalogue.removal.remove import remove

REMOVE = "catalogue.remove_tool"


class RemovalForm(forms.Form):
    """The ground, and the record's name typed as a proof that this one is meant."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Removed for"), choices=RemovedRecord.Ground.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("The record’s name"),
        help_text=gettext_lazy("Type it as it stands above."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, tool: Tool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tool = tool

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if " ".join(name.split()) != " ".join(self._tool.name.split()):
            raise ValidationError(_("This is not the name of the record."))
        return name


class ForgettingForm(forms.Form):
    """The fields whose history is forgotten."""

    fields_to_forget = forms.MultipleChoiceField(
        label=gettext_lazy("Forget what the record said before in"),
        choices=tuple(LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_tool(request: HttpRequest, pk: int) -> HttpResponse:
    tool = _tool_to_remove(request, pk)
    form = RemovalForm(request.POST or None, tool=tool)
    if request.method == "POST" and form.is_valid():
        remove(tool, form.cleaned_data["ground"], request.user)
        messages.success(request, _("The record is removed."))
        warn_of_index(request)
        return redirect(f"{TOOL_URLS}:removed")
    context = {
        "tool": tool,
        "form": form,
        "edit_url": _edit_url(pk),
        "removed_url": reverse(f"{TOOL_URLS}:removed"),
    }
    return render(request, "catalogue/admin/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def forget_tool(request: HttpRequest, pk: int) -> HttpResponse:
    tool = _tool_to_remove(request, pk)
    form = ForgettingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        forget_history(tool, form.cleaned_data["fields_to_forget"], request.user)
        messages.success(request, _("What “%(name)s” said before is forgotten.") % {"name": tool.name})
        return redirect(_edit_url(pk))
    return render(request, "catalogue/admin/forget.html", {"tool": tool, "form": form, "edit_url": _edit_url(pk)})


@require_safe
def removed_tools(request: HttpRequest) -> HttpResponse:
    """Show that records were removed: when, by whom, on which ground."""
    if not request.user.has_perm(REMOVE):
        raise PermissionDenied
    return render(
        request, "catalogue/admin/removed.html", {"removed": RemovedRecord.objects.select_related("removed_by")}
    )


def warn_of_index(request: HttpRequest) -> None:
    """Say so when the search index hasn't followed yet."""
    if IndexDue.objects.exists():
        messages.warning(
            request,
            _(
                "The record is not yet out of the search index, which can't be written just now. "
                "No reader is shown it: searches leave it out, and the index follows by itself."
            ),
        )


def _edit_url(pk: int) -> str:
    return reverse(f"{TOOL_URLS}:edit", args=[pk])


def _tool_to_remove(request: HttpRequest, pk: int) -> Tool:
    if not request.user.has_perm(REMOVE):
        raise PermissionDenied
    return get_object_or_404(Tool, pk=pk)
