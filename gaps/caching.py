"""Finished pages, kept as long as nothing they are made of has changed.

The key names the state of the registry and the vocabularies (``gaps.registry``), the language, the address, and whether
the reader asked for a neutral title. A publish in any process changes the state's stamp, so a page is right within a
second of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from gaps.registry import current_state

KEPT_SECONDS = 24 * 3600
LONGEST_QUERY = 800
_QUIET_COOKIE = "quiet_title"


def kept_page(request: HttpRequest, variant: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page for this address, made only when it isn't kept. Editors' previews and long addresses are always made."""
    query = request.META.get("QUERY_STRING", "")
    if request.method != "GET" or len(query) > LONGEST_QUERY or getattr(request, "is_preview", False):
        return make()
    parts = (
        current_state().stamp,
        variant,
        get_language() or "",
        request.path,
        query,
        request.COOKIES.get(_QUIET_COOKIE, ""),
        settings.BASE_URL,
    )
    key = "gaps-page-" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()
    kept = cache.get(key)
    if kept is not None:
        status, content_type, body = kept
        return HttpResponse(body, status=status, content_type=content_type)
    response = make()
    if hasattr(response, "render"):
        response = response.render()
    if response.status_code == 200 and not response.cookies:
        cache.set(key, (response.status_code, response["Content-Type"], response.content), KEPT_SECONDS)
    return response
