"""`/gaps/`, the method, the maps, and the pages that editors write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gaps.blocks import shows_demand
from gaps.cacheable import to_keep
from gaps.findings import findings, percent
from gaps.formatting import VERDICT_MEANINGS, VERDICT_WORDS
from gaps.map_titles import DEMAND_MAP, MAP_TITLES
from gaps.maps import make_map
from gaps.matrix_service import matrix_result, read_request
from gaps.models.pages import GapIndexPage, GapPage
from gaps.models.snapshots import Snapshot
from gaps.presentation import MatrixView, supply_view
from gaps.statistics import DEFAULT_SETTINGS, MINIMUM_RECORDED
from gaps.views.formats import Response, asked_format, citation_of, in_format
from text.active_language import active_language


@require_safe
def index(request: HttpRequest) -> Response:
    return front(request, next(iter(GapIndexPage.objects.for_reader(active_language())), None))


def front(request: HttpRequest, page: GapIndexPage | None) -> Response:
    """The front page, with what editors wrote on it if there is such a page; or the table in another format."""
    wanted, problems = asked_format(request)
    if wanted != "html":
        return in_format(request, wanted, "/gaps/")
    shown = render(request, GapIndexPage.template, {"page": page, **front_page_context(request, problems)})
    return to_keep(shown, has_demand=page is not None and shows_demand(page.body))


def front_page_context(request: HttpRequest, problems: Iterable[str] = ()) -> dict[str, Any]:
    """What stands on the front page beside its text."""
    matrix_request, snapshot = read_request(request.GET, active_language())
    result = matrix_result(matrix_request, snapshot)
    path = reverse("gaps:index")
    citation = citation_of(result, "/gaps/")
    living = matrix_request.changed(day=None)
    embed = reverse("gaps:embed")
    frozen_embed = f"{embed}?{living.querystring(snapshot=citation.version)}" if citation.version else ""
    return {
        "view": MatrixView(result, path),
        "notices": [*problems, *matrix_request.ignored],
        "findings": findings(active_language()) if not matrix_request.params() else [],
        "is_plain": not matrix_request.params(),
        "supply": supply_view(result) if not matrix_request.params() else None,
        "pages": GapPage.objects.for_reader(active_language()),
        "maps": [(title, reverse("gaps:map", args=[key])) for key, title in MAP_TITLES.items()],
        "snapshots": Snapshot.objects.announced().defer("packed")[:5],
        "citation": citation,
        "embed_url": f"{embed}?{living.querystring()}",
        "frozen_embed_url": frozen_embed,
    }


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    verdicts = [(VERDICT_WORDS[verdict], VERDICT_MEANINGS[verdict]) for verdict in VERDICT_WORDS]
    return render(
        request,
        "gaps/method.html",
        {"settings": DEFAULT_SETTINGS, "verdicts": verdicts, "least_recorded": percent(MINIMUM_RECORDED)},
    )


@require_safe
def gap_map(request: HttpRequest, key: str) -> HttpResponse:
    if key not in MAP_TITLES:
        raise Http404
    shown = render(request, "gaps/map.html", {"map": make_map(key, active_language())})
    return to_keep(shown, has_demand=key == DEMAND_MAP)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that editors wrote."""
    # A translation may have an address of its own.
    by_slug = {page.slug: page for page in reversed(GapPage.objects.for_reader(active_language()))}
    if slug not in by_slug:
        raise Http404
    response: HttpResponse = by_slug[slug].serve(request)
    return response
