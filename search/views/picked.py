"""`/compare/` and `/shortlist/`: tools chosen one by one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.engines.base import Hit
from search.exports.fields import as_dict
from search.exports.offline import offline_file
from search.results.comparison import MOST_COMPARED, compare
from search.results.picked import Picked, pick, picked_url
from search.results.rows import result_row
from search.views.formats import asked_format, attachment, csv_response, json_response, notes_of, xlsx_response
from search.views.results import notices_of
from taxonomy.current import vocabulary_index
from text.active_language import active_language

MOST_LISTED = 100
SHORTLIST_FORMATS = ("json", "csv", "xlsx", "html-offline")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    picked = pick(request.GET, MOST_COMPARED)
    whole = compare(picked.records, active_language(), vocabulary_index())
    only = request.GET.get("only") == "differences"
    # Differences need two; they are still what is asked for when a third is taken away.
    kept = {"only": "differences"} if only and len(whole.cards) > 2 else {}
    context = {
        "comparison": whole.differences() if only else whole,
        "whole": whole,
        "only_differences": only,
        "picked": picked,
        "notices": [*notices_of(request), *picked.notices],
        "all_url": picked.url("search:compare"),
        "differences_url": picked.url("search:compare", only="differences"),
        "shortlist_url": picked.url("search:shortlist"),
        "columns": [(card, picked.url_without("search:compare", card.slug, **kept)) for card in whole.cards],
    }
    return render(request, "search/compare.html", context)


@require_safe
def shortlist(request: HttpRequest) -> HttpResponseBase:
    picked = pick(request.GET, MOST_LISTED)
    chosen, said = asked_format(request, SHORTLIST_FORMATS)
    if chosen != "html":
        return _as_file(picked, chosen, active_language())
    formats = {"csv": "csv", "xlsx": "xlsx", "json": "json", "offline": "html-offline"}
    context = {
        "picked": picked,
        "notices": [*notices_of(request), *picked.notices, *said],
        "rows": [
            (result_row(record, Hit(record.slug, 0.0)), picked.url_without("search:shortlist", record.slug))
            for record in picked.records
        ],
        "links": {name: picked.url("search:shortlist", format=value) for name, value in formats.items()},
        "compare_url": picked_url("search:compare", picked.slugs[:MOST_COMPARED]),
        "own_url": f"{settings.BASE_URL}{picked.url('search:shortlist')}",
    }
    return render(request, "search/shortlist.html", context)


def _as_file(picked: Picked, chosen: str, language: str) -> HttpResponseBase:
    url = picked.url("search:shortlist")
    if chosen == "json":
        tools = [as_dict(record, language) for record in picked.records]
        return json_response({"total": len(tools), "tools": tools, "url": f"{settings.BASE_URL}{url}"})
    if chosen == "csv":
        return csv_response(picked.records, language, "shortlist")
    if chosen == "xlsx":
        return xlsx_response(picked.records, language, notes_of(_("Shortlist"), url), "shortlist")
    response = HttpResponse(offline_file(picked.records, _("Shortlist"), f"{settings.BASE_URL}{url}"))
    attachment(response, "shortlist", "html")
    return response
