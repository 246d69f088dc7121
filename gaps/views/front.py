"""`/gaps/`, the method, the maps, and the pages that editors write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gaps.blocks import DEMAND_MAP, shows_demand
from gaps.caching import to_keep
from gaps.findings import findings, percent
from gaps.formatting import VERDICT_MEANINGS, VERDICT_WORDS
from gaps.maps import MAP_KEYS, make_map, map_titles
from gaps.matrix_service import matrix_result, read_request
from gaps.models.pages import GapIndexPage, GapPage
from gaps.models.snapshots import Snapshot
from gaps.presentation import MatrixView, supply_view
from gaps.statistics import DEFAULT_SETTINGS, MINIMUM_RECORDED
from gaps.views.formats import Response, asked_format, citation_of, in_format


def language_of() -> str:
    return (get_language() or "en").split("-")[0]


@require_safe
def index(request: HttpRequest) -> Response:
    return front(request, next(iter(GapIndexPage.objects.for_reader(language_of())), None))


def front(request: HttpRequest, page: GapIndexPage | None) -> Response:
    """The front page, with what editors wrote on it if there is such a page; or the table in another format."""
    asked, problems = asked_format(request)
    if asked != "html":
        return in_format(request, asked, "/gaps/")
    return to_keep(front_page(request, page, problems), has_demand=page is not None and shows_demand(page.body))


def front_page(request: HttpRequest, page: GapIndexPage | None, problems: Iterable[str] = ()) -> HttpResponse:
    """The page itself, also of a version that isn't published."""
    matrix_request, snapshot = read_request(request.GET, language_of())
    result = matrix_result(matrix_request, snapshot)
    path = reverse("gaps:index")
    citation = citation_of(result, "/gaps/")
    living = matrix_request.changed(day=None)
    embed = reverse("gaps:embed")
    frozen_embed = f"{embed}?{living.querystring(snapshot=str(citation.snapshot))}" if citation.snapshot else ""
    context: dict[str, Any] = {
        "page": page,
        "view": MatrixView(result, path),
        "notices": [*problems, *matrix_request.ignored],
        "findings": findings(language_of()) if not matrix_request.params() else [],
        "is_plain": not matrix_request.params(),
        "supply": supply_view(result) if not matrix_request.params() else None,
        "pages": GapPage.objects.for_reader(language_of()),
        "maps": [(title, reverse("gaps:map", args=[key])) for key, title in map_titles().items()],
        "snapshots": Snapshot.objects.announced().defer("packed")[:5],
        "citation": citation,
        "embed_url": f"{embed}?{living.querystring()}",
        "frozen_embed_url": frozen_embed,
    }
    return render(request, "gaps/index.html", context)


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
    if key not in MAP_KEYS:
        raise Http404
    shown = render(request, "gaps/map.html", {"map": make_map(key, language_of())})
    return to_keep(shown, has_demand=key == DEMAND_MAP)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that editors wrote."""
    # A translation may have an address of its own.
    by_slug = {page.slug: page for page in reversed(GapPage.objects.for_reader(language_of()))}
    if slug not in by_slug:
        raise Http404
    response: HttpResponse = by_slug[slug].serve(request)
    return response
