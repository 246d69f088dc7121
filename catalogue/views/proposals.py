"""`/suggest/`, `/tools/<slug>/correct/` and the receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.duplicates import Likely, likely_duplicates
from catalogue.matching import MatchCandidate
from catalogue.models import Proposal, Tool
from catalogue.open_forms import open_form
from catalogue.proposals import lifecycle
from catalogue.proposals.forms import SAFETY, CorrectionForm, PersonForm, SuggestionForm
from catalogue.proposals.idempotency import SentAlready, send_once, sent_before
from catalogue.proposals.quota import is_over_the_limit
from catalogue.proposals.receipts import read_receipt, receipt_url
from catalogue.records import record_of


class _TooMany(Exception):
    """Many came over this connection in the last hour."""


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "suggest", SuggestionForm(initial={"name": request.GET.get("name", "")[:200]}))
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _page(request, "suggest", form, status=422)
    values = form.proposed_values()

    def similar() -> list[Likely]:
        return [] if form.cleaned_data["is_another"] else likely_duplicates(MatchCandidate.from_values(values))

    return _sent(request, "suggest", form, lambda: lifecycle.receive_suggestion(values, *_sender(form)), similar)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.public().with_children(), slug=slug)
    record = record_of(tool)
    form = CorrectionForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "correct", form, record=record)
    if not form.is_valid():
        return _page(request, "correct", form, status=422, record=record)
    values = form.proposed_values()
    return _sent(
        request, "correct", form, lambda: lifecycle.receive_correction(tool, values, *_sender(form)), record=record
    )


def _sent(
    request: HttpRequest,
    name: str,
    form: PersonForm,
    receive: Callable[[], Proposal],
    similar: Callable[[], list[Likely]] = list,
    **context: Any,
) -> HttpResponse:
    """Take a form that is filled in well, once; the answer to every further press is the first receipt."""
    stamp, words = form.cleaned_data["stamp"], form.sent_words()

    def send() -> str:
        if is_over_the_limit(request, is_about_safety=form.cleaned_data.get("about") == SAFETY):
            raise _TooMany
        return receipt_url(receive())

    try:
        led_to = sent_before(stamp, words)
        if not led_to and (alike := similar()):
            return _page(request, name, form, similar=alike, **context)
        return redirect(led_to or send_once(stamp, words, send))
    except SentAlready as earlier:
        form.take_new_stamp()
        return _page(request, name, form, status=422, sent_to=earlier.led_to, **context)
    except _TooMany:
        return _page(request, name, form, status=429, is_over_the_limit=True, **context)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _page(request, name, form, status=422, **context)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    proposal = read_receipt(token)
    if proposal is None:
        raise Http404(_("This receipt link is not complete, or its proposal no longer exists."))
    problem = ""
    if request.method == "POST":
        try:
            lifecycle.withdraw(proposal)
            return redirect(request.path)
        except ValidationError as error:
            problem = error.messages[0]
    response = render(
        request,
        "catalogue/proposals/receipt.html",
        {"proposal": proposal, "problem": problem, "is_public": bool(proposal.tool and proposal.tool.live)},
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Return the likely duplicates of a half-filled form, as a piece of the page."""
    values = {name: request.GET.get(name, "")[:500] for name in ("name", "organisation", "url")}
    is_filled = bool(values["name"].strip() or values["url"].strip())
    likely = likely_duplicates(MatchCandidate.from_values(values)) if is_filled else []
    return render(request, "catalogue/proposals/similar.html", {"similar": likely})


def _sender(form: PersonForm) -> tuple[str, str, str, bool]:
    data = form.cleaned_data
    return data["comment"], data["source_url"], data["sender_email"], bool(form.personal_data)


def _page(request: HttpRequest, name: str, form: PersonForm, status: int = 200, **context: object) -> HttpResponse:
    form.renew_stamp()
    return render(request, f"catalogue/proposals/{name}.html", {"form": form, **context}, status=status)
