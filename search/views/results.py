"""`/tools/`: the list of tools."""

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.kept_exports import kept_or_ordered
from search.demand import note_unmet
from search.parsing import parse_query
from search.results.page import build_results_page
from search.views.engine_unavailable import engine_unavailable_page
from search.views.formats import FORMATS, asked_format, is_costly
from text.active_language import active_language


def notices_of(request: HttpRequest) -> list[str]:
    """What the reader must know about an address of which a part was dropped before it came here."""
    if getattr(request, "had_unreadable_input", False):
        return [_("A part of the address could not be read and was left aside.")]
    return []


@require_safe
@engine_unavailable_page
def tools(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    query = parse_query(request.GET, active_language())
    chosen, said = asked_format(request, FORMATS)
    if chosen in FORMATS:
        make = partial(FORMATS[chosen], query)
        return kept_or_ordered(request, make, is_costly=is_costly(chosen, query))
    # The numbers of pages are links for people, who see where they are; only programs go on from a mark.
    page = build_results_page(replace(query, after=""), [*notices_of(request), *said])
    if query.text and query.page == 1 and page.answer.outcome.is_unanswered:
        note_unmet(request, page.answer.outcome.read_as)
    return render(request, "search/tools.html", {"page": page, "query": page.query})
