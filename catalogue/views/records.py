"""One record's page, its citation files, its linked data and its history."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.addresses import FormerAddress, RemovedAddress, UnknownAddress, WithdrawnAddress, look_up
from catalogue.disclosure import level_of
from catalogue.history import history_of
from catalogue.models import Tool
from catalogue.presentation.citations import record_citation
from catalogue.presentation.linked_data import linked_data
from catalogue.presentation.tool_page import page_context
from catalogue.records import Record, records
from catalogue.similar import similar_to


@require_safe
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    address = look_up(slug)
    if isinstance(address, FormerAddress):
        return HttpResponsePermanentRedirect(_with_query(request, reverse("catalogue:tool", args=[address.slug])))
    if isinstance(address, WithdrawnAddress):
        return render(request, "catalogue/withdrawn.html", {"withdrawn": address}, status=410)
    if isinstance(address, RemovedAddress):
        return render(request, "catalogue/removed.html", status=410)
    if isinstance(address, UnknownAddress):
        return render(request, "catalogue/missing.html", {"missing": address}, status=404)
    record, similar = _record_and_similar(request, address.tool)
    as_file = _as_file(record, request.GET.get("format", ""))
    if as_file is not None:
        return as_file
    return render(request, "catalogue/tool.html", page_context(record, similar))


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.public(), slug=slug)
    return render(
        request, "catalogue/history.html", {"name": tool.name, "slug": tool.slug, "entries": history_of(tool)}
    )


def _record_and_similar(request: HttpRequest, tool: Tool) -> tuple[Record, list[Record]]:
    """Read the record together with those like it, so that these cost no further queries."""
    near = similar_to(tool)
    known = {
        record.pk: record
        for record in records(Tool.objects.public().filter(pk__in=[tool.pk, *near]), level_of(request.user))
    }
    return known[tool.pk], [known[pk] for pk in near if pk in known]


def _as_file(record: Record, wanted: str) -> HttpResponse | None:
    citation = record_citation(record)
    if wanted == "jsonld":
        body = json.dumps(linked_data(record), ensure_ascii=False, indent=2)
        return HttpResponse(body, content_type="application/ld+json; charset=utf-8")
    if wanted == "bibtex":
        return _download(citation.bibtex, "application/x-bibtex; charset=utf-8", f"{record.slug}.bib")
    if wanted == "csl":
        response = JsonResponse(citation.csl, safe=False, content_type="application/vnd.citationstyles.csl+json")
        response["Content-Disposition"] = f'attachment; filename="{record.slug}.json"'
        return response
    return None


def _download(body: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_query(request: HttpRequest, path: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
