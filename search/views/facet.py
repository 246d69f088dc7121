"""`/tools/facets/<key>/`: all values of one facet, to which the head of a closed one leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.keeping import keep_page
from search.parsing import parse_query
from search.query import ToolQuery
from search.results.facet_page import build_facet_page, facet_addresses
from search.views.engine_unavailable import engine_unavailable_page
from search.views.results import notices_of
from text.active_language import active_language


@require_safe
@engine_unavailable_page
def facet_values(request: HttpRequest, key: str) -> HttpResponse:
    query = parse_query(request.GET, active_language())
    page = build_facet_page(key, query, notices_of(request))
    if page is None:
        known = facet_addresses(ToolQuery(language=active_language()))
        return render(request, "search/no_facet.html", {"facets": known}, status=404)
    if not page.is_fallback:
        keep_page(request, *query.spellings())
    return render(request, "search/facet.html", {"page": page})
