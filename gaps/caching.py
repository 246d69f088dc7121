"""Finished pages, kept as they were sent until something that they are made of changes.

The key names the state of registry, vocabularies and pages (``gaps.live_data.pages_stamp``), the address with its
query, whether the reader asked for a neutral title, and the compression. A publish in any process changes the stamp, so
a page is right within a second of it. Who is logged in, or is to be told something, gets a page of their own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from common.cookies import QUIET_COOKIE
from gaps.cacheable import KEPT_SECONDS_ATTRIBUTE
from gaps.live_data import pages_stamp

LONGEST_QUERY = 800
_ADDRESS = re.compile(r"/[a-z]{2}/gaps/")
_MESSAGES_COOKIE = "messages"


class KeptPages:
    """Middleware; those before it must not depend on the answer. What comes after it made the answer that is kept,
    headers and compression included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return self.get_response(request)
        request.get_host()  # refuses a host that isn't ours, as the middleware after this one would
        key = _key(request)
        page = cache.get(key)
        if page is not None:
            headers, body = page
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        seconds = getattr(response, KEPT_SECONDS_ATTRIBUTE, 0)
        if seconds and response.status_code == 200 and not response.cookies:
            cache.set(key, (dict(response.items()), response.content), seconds)
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and _ADDRESS.match(request.path_info) is not None
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and _MESSAGES_COOKIE not in request.COOKIES
    )


def _key(request: HttpRequest) -> str:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    parts = (
        pages_stamp(),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
        request.COOKIES.get(QUIET_COOKIE, ""),
        next((coding for coding in ("br", "gzip") if re.search(rf"\b{coding}\b", accepted)), ""),
        settings.BASE_URL,
    )
    return "gaps-page-" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()
