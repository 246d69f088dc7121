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
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.duplicates import Likely, likely_duplicates
from catalogue.matching import MatchCandidate
from catalogue.models import Proposal, ProposalKind, ProposalState, Tool
from catalogue.proposals import lifecycle
from catalogue.proposals.corrections import DecisionForm, FieldVersions, TakeOverForm, Versions
from catalogue.proposals.forms import CORRECTABLE

PER_PAGE = 50


class SuggestionDecisionForm(DecisionForm):
    """Publish or decline a suggestion; one that looks like another record is published only when that is confirmed."""

    is_another = forms.BooleanField(label=gettext_lazy("None of these is the same tool; publish it"), required=False)

    def __init__(self, alike: list[Likely], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = alike
        if not alike:
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.alike and not cleaned.get("is_another"):
            raise ValidationError(_("This looks like a record that is there already. Compare them, then decide."))
        return cleaned


class DeclineForm(forms.Form):
    answer = forms.CharField(required=False, max_length=2000)


def may_decide(user: Any) -> bool:
    return bool(user.has_perm("catalogue.change_tool"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not may_decide(request.user):
        raise PermissionDenied
    state = request.GET.get("state", ProposalState.PENDING)
    proposals = Proposal.objects.select_related("tool")
    if state in ProposalState.values:
        proposals = proposals.filter(state=state)
    if state == ProposalState.PENDING:
        proposals = proposals.most_urgent_first()
    page = Paginator(proposals, PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        "catalogue/admin/proposals.html",
        {
            "page": page,
            "state": state,
            "states": ProposalState.choices,
            "page_title": _("Proposals"),
            "header_icon": "mail",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_decide(request.user):
        raise PermissionDenied
    proposal = get_object_or_404(Proposal.objects.select_related("tool"), pk=pk)
    versions = Versions(proposal)
    alike = _alike(proposal)
    form = _form(request, proposal, versions, alike)
    if request.method == "POST":
        done = _carried_out(request, proposal, form)
        if done is not None:
            return done
    return render(
        request,
        "catalogue/admin/proposal.html",
        {
            "proposal": proposal,
            "lines": _lines(proposal, versions),
            "has_draft": proposal.kind == ProposalKind.CORRECTION and bool(versions.differing),
            "form": form,
            "alike": [(one, edit_url_of(one.pk)) for one in alike],
            "edit_url": edit_url_of(proposal.tool_id),
            "page_title": str(proposal),
            "header_icon": "mail",
        },
    )


def _form(request: HttpRequest, proposal: Proposal, versions: Versions, alike: list[Likely]) -> Any:
    data = request.POST if request.method == "POST" and "accept" in request.POST else None
    if proposal.kind == ProposalKind.CORRECTION:
        return TakeOverForm(versions, data)
    return SuggestionDecisionForm(alike, data)


def _carried_out(request: HttpRequest, proposal: Proposal, form: Any) -> HttpResponse | None:
    """Return the answer to a decision; None when something is still to be looked at."""
    try:
        if "decline" in request.POST:
            refusal = DeclineForm(request.POST)
            lifecycle.decline(proposal, request.user, refusal.cleaned_data["answer"] if refusal.is_valid() else "")
            messages.success(request, _("Declined; the sender can read your answer."))
            return redirect(reverse("proposals"))
        if "accept" not in request.POST or not form.is_valid():
            return None
        if proposal.kind == ProposalKind.NEW:
            lifecycle.publish(proposal, request.user, form.cleaned_data["answer"])
            messages.success(request, _("Published."))
            return redirect(reverse("proposals"))
        tool = lifecycle.accept(proposal, form.changed_values(), request.user, form.cleaned_data["answer"])
        messages.success(request, _("Taken over as a draft. Check the record and publish it."))
        return redirect(edit_url_of(tool.pk))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return None


def edit_url_of(pk: int | None) -> str:
    return reverse(Tool.snippet_viewset.get_url_name("edit"), args=[pk]) if pk else ""


def _alike(proposal: Proposal) -> list[Likely]:
    """Return records and waiting drafts that a suggestion may repeat."""
    if proposal.kind != ProposalKind.NEW or not proposal.is_pending or not proposal.values:
        return []
    return likely_duplicates(MatchCandidate.from_values(proposal.values), is_public=False, exclude=proposal.tool_id)


def _lines(proposal: Proposal, versions: Versions) -> list[FieldVersions]:
    """Return what is proposed beside what the record says now."""
    if proposal.kind == ProposalKind.CORRECTION and proposal.values:
        return versions.lines()
    return [
        FieldVersions(
            str(CORRECTABLE.get(name, name)),
            "",
            "",
            ", ".join(map(str, value)) if isinstance(value, list) else str(value),
        )
        for name, value in proposal.values.items()
    ]
