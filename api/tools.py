"""Tools: lists, single records, facets, suggestions."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Query, Router

from api import schemas
from api.application import api, finished
from api.errors import Gone, NotFound
from api.i18n import language_of, localized
from api.parameters import ListParameters, query_of
from catalogue.addresses import FormerAddress, RemovedAddress, UnknownAddress, WithdrawnAddress, look_up
from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import records
from search.engines.base import Suggestion
from search.exports.answers import answer_as_dict, query_as_dict
from search.exports.fields import as_dict
from search.facets import BY_KEY
from search.parsing import clean_text
from search.query import ToolQuery
from search.query_execution import suggest as suggestions_for
from search.results.page import search_records

router = Router(tags=["tools"])
LONGEST_PREFIX = 100


def _address(request: HttpRequest, query: ToolQuery) -> str:
    """The query's address at this operation, the caller's language kept."""
    lang = {"lang": request.GET["lang"]} if request.GET.get("lang") else {}
    return f"{settings.BASE_URL}{request.path}?{query.querystring(**lang)}"


@router.get(
    "/tools",
    response={200: schemas.SearchOut, 400: schemas.ErrorOut, 409: schemas.ErrorOut},
    summary="Search and filter tools",
    operation_id="tools",
)
@localized
def tools(request: HttpRequest, parameters: Query[ListParameters]) -> Any:  # type: ignore[valid-type]
    """The search result of the site. A page beyond the last one is empty.

    `next` says where this page stops, so that whoever follows it misses no record that stays public, and gets none
    twice, while others are withdrawn or added. A list ranked by a text can't be continued after a change (409). To
    harvest the registry take the bulk file, `/tools.jsonl`: it is one state, in one answer.
    """
    results = search_records(query_of(request), clamp=False)
    return answer_as_dict(results, lambda query: _address(request, query))


@router.get("/tools/{slug}", response={404: schemas.ErrorOut, 410: schemas.ErrorOut}, summary="One record, whole")
@localized
def tool(request: HttpRequest, slug: str) -> Any:
    """All public facts of a record. A former address redirects; a withdrawn record answers 410 with the reason."""
    outcome = look_up(slug.lower()) if "\x00" not in slug else UnknownAddress(())
    if isinstance(outcome, FormerAddress):
        response = HttpResponse(status=301)
        query = request.META.get("QUERY_STRING", "")
        response["Location"] = reverse("api:tool", args=[outcome.slug]) + (f"?{query}" if query else "")
        return response
    if isinstance(outcome, WithdrawnAddress):
        raise Gone(outcome.because or _("This record was withdrawn."))
    if isinstance(outcome, RemovedAddress):
        raise Gone(_("There is nothing at this address any more."))
    if isinstance(outcome, UnknownAddress):
        raise NotFound(_("There is no such tool."), tuple(near for near, _name in outcome.suggestions))
    record = records(Tool.objects.public().filter(pk=outcome.tool.pk), Level.PUBLIC)[0]
    content = as_dict(record, language_of(request))
    response = api.create_temporal_response(request)
    response.content = api.renderer.render(request, content, response_status=200).encode()
    if record.updated_at:
        response["Last-Modified"] = http_date(record.updated_at.timestamp())
    return finished(request, response)


@router.get(
    "/facets",
    response={200: schemas.FacetsOut, 400: schemas.ErrorOut},
    summary="What a list can be narrowed by, with counts",
    operation_id="facets",
)
@localized
def facets(request: HttpRequest, parameters: Query[ListParameters]) -> Any:  # type: ignore[valid-type]
    """Every facet with the number of tools for each value; each facet is counted without its own filter."""
    query = query_of(request)
    answer = search_records(query.at_page(1), limit=0)
    described = []
    for panel in answer.facets:
        facet = BY_KEY[panel.key]
        described.append(
            {
                **panel.as_dict(),
                "explanation": str(facet.explanation),
                "vocabulary": facet.vocabulary,
                "nested": facet.is_tree,
            }
        )
    return {"query": query_as_dict(query, query.summary()), "total": answer.total, "facets": described}


@router.get("/suggest", response={200: schemas.SuggestOut, 400: schemas.ErrorOut}, summary="Completions while typing")
@localized
def suggest(request: HttpRequest, q: str = "", lang: str = "") -> Any:
    """Tools, terms and organisations that begin like this, each with the page it leads to."""
    prefix = clean_text(q[:LONGEST_PREFIX])
    language = language_of(request)
    suggestions = suggestions_for(prefix, language) if prefix else []
    return {
        "suggestions": [
            {
                "kind": one.kind,
                "text": one.text,
                "value": one.value,
                "key": one.key,
                "url": suggestion_url(one, language),
            }
            for one in suggestions
        ]
    }


def suggestion_url(suggestion: Suggestion, language: str) -> str:
    """The page that a suggestion leads to."""
    if suggestion.kind == "tool":
        return reverse("catalogue:tool", args=[suggestion.value])
    if suggestion.kind == "term" and suggestion.key in BY_KEY:
        return ToolQuery.of({suggestion.key: [suggestion.value]}, language=language).url()
    return f"{reverse('search:tools')}?{urlencode({'q': suggestion.value})}"
