"""`/plan/`: describe an idea, see what exists. What is typed comes by POST, is compared, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from catalogue.open_forms import open_form
from gaps.formatting import VERDICT_WORDS
from gaps.idea_report import report_on_idea
from gaps.live_data import current_registry
from overlap import Idea, OverlapReport, clean_idea, mentions_a_tool
from overlap.passages import LONGEST_IDEA
from search.facets import BY_KEY
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from text.active_language import active_language

PICKED = ("tool_type", "region", "target_user", "infrastructure")
SHORTEST_IDEA = 20


@open_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("idea")
@sensitive_variables("raw", "text", "context", "report")
def plan(request: HttpRequest) -> HttpResponse:
    language = active_language()
    index = vocabulary_index()
    raw = str(request.POST.get("idea", ""))
    # Length first: cleaning and comparing cost time. What is too long is given back whole.
    is_too_long = len(raw) > 2 * LONGEST_IDEA
    text = raw if is_too_long else clean_idea(raw)
    is_too_long = is_too_long or len(text) > LONGEST_IDEA
    picked = _picked(request, index)
    context: dict[str, Any] = {
        "idea": text,
        "longest": LONGEST_IDEA,
        "choices": [(key, BY_KEY[key].label, _choices(key, picked, index, language)) for key in PICKED],
        "problem": "",
        "report": None,
        "on": timezone.localdate(),
    }
    if request.method == "POST":
        if is_too_long:
            message = _("The idea is too long; at most %(count)d characters are read.")
            context["problem"] = message % {"count": LONGEST_IDEA}
        elif not _says_enough(text):
            context["problem"] = _("Describe the idea in a sentence or two: what it does, for whom, and how.")
        else:
            report = report_on_idea(Idea(text, language, picked))
            context["report"] = report.overlap
            context["cells"] = [(cell, VERDICT_WORDS[cell.verdict]) for cell in report.gap_cells]
            context["reading"] = _reading(report.overlap)
            if request.POST.get("format") == "pdf":
                from gaps.exports.report import report_pdf  # fonts and PDF are loaded by whoever wants one

                body = report_pdf(text, report, context["on"], language)
                response = HttpResponse(body, content_type="application/pdf")
                response["Content-Disposition"] = 'attachment; filename="idea.pdf"'
                return response
    return render(request, "gaps/plan.html", context)


def _picked(request: HttpRequest, index: VocabularyIndex) -> dict[str, tuple[str, ...]]:
    """The terms that were ticked, by facet; what isn't a term is left aside."""
    picked = {}
    for key in PICKED:
        slugs = [index.resolve_slug(key, value.strip()[:80]) for value in request.POST.getlist(key)]
        if known := tuple(slug for slug in slugs if slug is not None):
            picked[key] = known
    return picked


def _choices(
    key: str, picked: Mapping[str, tuple[str, ...]], index: VocabularyIndex, language: str
) -> list[tuple[str, str, int, bool]]:
    """(slug, label, depth, whether it is ticked) of each term of a facet."""
    ticked = picked.get(key, ())
    return [
        (term.slug, term.label(language), index.depth(key, term.slug), term.slug in ticked) for term in index.terms(key)
    ]


@sensitive_variables("text")
def _says_enough(text: str) -> bool:
    if not any(letter.isalnum() for letter in text):
        return False
    return len(text) >= SHORTEST_IDEA or mentions_a_tool(text, current_registry())


def _reading(report: OverlapReport) -> list[tuple[str, list[str]]]:
    by_facet: dict[str, list[str]] = {}
    for term, label in report.reading:
        by_facet.setdefault(str(BY_KEY[term.key].label), []).append(label)
    return list(by_facet.items())
