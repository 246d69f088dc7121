"""The public API: one version, JSON only, read by anybody from anywhere, answering as to the public.

It looks at no session and no cookie, so its answers can be kept by caches and read from other sites' scripts.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from api import errors

DESCRIPTION = (
    "The catalogue for other programs. All facets, their values and the shape of the answers are those of the site: "
    "what a list of the site can be asked, the API can be asked with the same parameters. Unknown parameters and "
    "values are refused with a sentence that says why. Answers carry an ETag; ask again with If-None-Match."
)
# Differs at every call and says nothing about the content.
_TIMING = "took_ms"


class PlainRenderer(JSONRenderer):
    encoder_class = DjangoJSONEncoder
    json_dumps_params = {"ensure_ascii": False}


class RegistryAPI(NinjaAPI):
    """Adds to every answer what caches and other sites' scripts need."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        return finished(request, response, data if isinstance(data, dict) else None)


def finished(request: HttpRequest, response: HttpResponse, data: dict[str, Any] | None = None) -> HttpResponse:
    """The response with its headers; an empty 304 where the caller has the same already."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Vary"] = "Accept-Language, Accept-Encoding"
    if response.status_code == 404:
        # LocaleMiddleware would send a 404 outside the languages to /en/…; this conf has no languages.
        request.urlconf = "api.urls"
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "public, no-cache"
    seed = response.content
    if data is not None and _TIMING in data:
        renderer = PlainRenderer()
        seed = renderer.render(request, {**data, _TIMING: 0}, response_status=200).encode()
    etag = f'W/"{hashlib.sha256(seed).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


api = RegistryAPI(
    title=f"{settings.WAGTAIL_SITE_NAME} API",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
    renderer=PlainRenderer(),
    parser=Parser(),
)
errors.register(api)
