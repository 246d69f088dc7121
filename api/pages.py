"""The API's description for people, made of its description for programs, without anybody else's script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.application import api
from api.errors import problem
from text.active_language import active_language


@dataclass(frozen=True, slots=True)
class DescribedParameter:
    name: str
    place: str
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class DescribedOperation:
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[DescribedParameter, ...]
    answers: tuple[tuple[str, str], ...]
    example: str


EXAMPLES = {
    "/api/v1/tools": "/api/v1/tools?q=case+management&have=works-offline&region=africa",
    "/api/v1/facets": "/api/v1/facets?status=active",
    "/api/v1/suggest": "/api/v1/suggest?q=case",
    "/api/v1/vocabularies": "/api/v1/vocabularies",
    "/api/v1/organisations": "/api/v1/organisations?q=international",
    "/api/v1/gaps": "/api/v1/gaps?rows=tool_type&columns=region",
}


def described() -> list[DescribedOperation]:
    """All operations, in the order of the OpenAPI document."""
    schema: dict[str, Any] = api.get_openapi_schema()
    operations = []
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            operations.append(
                DescribedOperation(
                    anchor=operation["operationId"],
                    method=method.upper(),
                    path=address,
                    summary=operation.get("summary", ""),
                    description=operation.get("description", ""),
                    parameters=tuple(_parameter(one) for one in operation.get("parameters", ())),
                    answers=tuple((str(code), one["description"]) for code, one in operation["responses"].items()),
                    example=EXAMPLES.get(address, ""),
                )
            )
    return operations


def _parameter(one: dict[str, Any]) -> DescribedParameter:
    text = one.get("description") or one.get("schema", {}).get("description", "")
    return DescribedParameter(one["name"], one["in"], text, bool(one.get("required")))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {"operations": described(), "description": api.description, "title": api.title}
    return render(request, "api/docs.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("api-docs"))


@require_safe
def below_a_language(request: HttpRequest, rest: str) -> HttpResponse:
    """`/fr/api/v1/…` is `/api/v1/…` in French."""
    params = request.GET.copy()
    params.setdefault("lang", active_language())
    return HttpResponseRedirect(f"{reverse('api-index')}{quote(rest)}?{params.urlencode()}")


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address of the API that there isn't; one with a slash too many leads to the one without."""
    bare = request.path.rstrip("/")
    if bare != request.path and resolve(bare).func is not nothing_here:
        query = request.META.get("QUERY_STRING", "")
        # 308 keeps the method and what is posted.
        return HttpResponse(status=308, headers={"Location": f"{bare}?{query}" if query else bare})
    content = problem("not-found", _("The API has no such address. See /api/v1/docs."), suggestions=[])
    return api.create_response(request, content, status=404)
