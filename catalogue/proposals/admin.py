"""The curators' list of proposals, and the page where one is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Proposal, Tool
from catalogue.proposals import service
from catalogue.proposals.forms import CORRECTABLE, wording_of
from catalogue.records import record_of

PER_PAGE = 50


class DecisionForm(forms.Form):
    answer = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def may_decide(user: Any) -> bool:
    return bool(user.has_perm("catalogue.change_tool"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not may_decide(request.user):
        raise PermissionDenied
    state = request.GET.get("state", Proposal.State.PENDING)
    proposals = Proposal.objects.select_related("tool")
    if state in Proposal.State.values:
        proposals = proposals.filter(state=state)
    page = Paginator(proposals, PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        "catalogue/admin/proposals.html",
        {
            "page": page,
            "state": state,
            "states": Proposal.State.choices,
            "page_title": _("Proposals"),
            "header_icon": "mail",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_decide(request.user):
        raise PermissionDenied
    proposal = get_object_or_404(Proposal.objects.select_related("tool"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _carry_out(request, proposal, form.cleaned_data["answer"])
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
    return render(
        request,
        "catalogue/admin/proposal.html",
        {
            "proposal": proposal,
            "lines": _lines(proposal),
            "form": form,
            "edit_url": _edit_url(proposal.tool),
            "page_title": str(proposal),
            "header_icon": "mail",
        },
    )


def _carry_out(request: HttpRequest, proposal: Proposal, answer: str) -> HttpResponse:
    if "accept" in request.POST:
        tool = service.accept(proposal, request.user, answer)
        if proposal.kind == Proposal.Kind.CORRECTION:
            messages.success(request, _("Taken over as a draft. Check the record and publish it."))
            return redirect(_edit_url(tool))
        messages.success(request, _("Published."))
    elif "decline" in request.POST:
        service.decline(proposal, request.user, answer)
        messages.success(request, _("Declined; the sender can read your answer."))
    return redirect(reverse("proposals"))


def _edit_url(tool: Tool | None) -> str:
    return reverse(Tool.snippet_viewset.get_url_name("edit"), args=[tool.pk]) if tool else ""


def _lines(proposal: Proposal) -> list[dict[str, str]]:
    """What is proposed beside what the record says now."""
    record = None
    if proposal.kind == Proposal.Kind.CORRECTION and proposal.tool is not None:
        record = record_of(proposal.tool)
    return [
        {
            "label": str(CORRECTABLE.get(name, name)),
            "now": wording_of(record, name) if record else "",
            "proposed": ", ".join(map(str, value)) if isinstance(value, list) else str(value),
        }
        for name, value in proposal.values.items()
    ]
