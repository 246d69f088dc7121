"""`/find/`: five questions, then results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.parsing import parse_query
from search.results.page import build_results_page
from search.results.questions import QUESTIONS, RESULT, given, step_of
from search.views.engine_unavailable import engine_unavailable_page
from search.views.results import notices_of
from taxonomy.current import vocabulary_index
from text.active_language import active_language


@require_safe
@engine_unavailable_page
def find(request: HttpRequest) -> HttpResponse:
    query = parse_query(request.GET, active_language(), also=("step",))
    notices = [*notices_of(request), *query.ignored]
    step = request.GET.get("step", "1")
    if step == RESULT:
        page = build_results_page(query, notices_of(request))
        return render(request, "search/find_result.html", {"page": page, "given": given(query, vocabulary_index())})
    number = int(step) if step in {str(place) for place in range(1, len(QUESTIONS) + 1)} else 1
    shown = step_of(number, query.changed(), vocabulary_index())
    return render(request, "search/find.html", {"step": shown, "query": query, "notices": notices})
