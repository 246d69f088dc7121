"""Finished pages, answered as they were sent until something that they are made of changes, before anything else runs.

A view says that its answer may be kept (``common.keeping``). Whoever has a session, or is to be told something, gets a
page of their own. The state of records, vocabularies and pages is asked of the database in each request, so that no
page outlives the commit that changed it, in any process. Why so: docs/decisions/0051-kept-pages.md.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language_from_path, get_language_from_request

from catalogue.signals import records_withdrawn
from common.cookies import QUIET_COOKIE
from common.keeping import keeping_of
from gaps.live_data import pages_stamp
from website.middleware import Handler
from website.page_store import PageStore, SentPage

LONGEST_QUERY = 800
_ADDRESS = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2})?/|api/|sitemap)")
_CODINGS = re.compile(r"\b(?:br|gzip)\b")
_OTHER_FORMS = re.compile(r"turtle|ld\+json")
_MESSAGES_COOKIE = "messages"
# What an answer may differ by; "accept" only for those who ask for a page.
_VARYING = frozenset({"accept-encoding", "accept-language", "cookie"})
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# What other sites' scripts need of a 304 as well; Django copies what caches need.
_OF_OTHER_SITES = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")

# A store that can't be used is told of so often, in seconds.
TOLD_EVERY = 600.0
_silent_until = 0.0

_log = logging.getLogger("website.kept_pages")


class KeptPages:
    """Middleware; those before it must not depend on the answer. What comes after it made the answer that is kept,
    headers and compression included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        state = _state() if _may_be_kept(request) else ""
        if not state:
            return self.get_response(request)
        request.get_host()  # refuses a host that isn't ours, as the middleware after this one would
        name = _name(request)
        page = None
        with _trouble_told():
            page = page_store().get(state, name)
        if page is None:
            return _unless_unchanged(request, self._made(request, state, name))
        body = b"" if request.method == "HEAD" else page.body
        return _unless_unchanged(request, HttpResponse(body, headers=page.headers))

    def _made(self, request: HttpRequest, state: str, name: str) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        with _without_conditions(request):
            response = self.get_response(request)
        keeping = keeping_of(request)
        if keeping is not None and keeping.allows(query) and _is_for_everybody(request, response):
            page = SentPage(dict(response.items()), response.content, time.time() + keeping.seconds)
            # What changed meanwhile may be in it or not: it is the page of neither state.
            if _state() == state:
                with _trouble_told():
                    page_store().put(state, name, page)
        return response


def page_store() -> PageStore:
    """The store of this machine."""
    return _store_in(settings.KEPT_PAGES_DIR, settings.KEPT_PAGES_MEGABYTES * 1024 * 1024)


@lru_cache(maxsize=1)
def _store_in(folder: Path, most_bytes: int) -> PageStore:
    return PageStore(folder, most_bytes)


def sweep() -> None:
    """Delete the pages of earlier states: the web processes do it when they next keep one."""
    state = _state()
    if state:
        page_store().sweep(state)


@receiver(records_withdrawn, dispatch_uid="website.kept_pages")
def forget_pages(**_: Any) -> None:
    """Delete all pages once a record was taken out: nobody would get one again, and none shall lie on the disk."""
    page_store().sweep()


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.KEPT_PAGES_MEGABYTES > 0
        and _ADDRESS.match(request.path_info) is not None
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and _MESSAGES_COOKIE not in request.COOKIES
        and not getattr(request, "is_dummy", False)  # an editor's preview
    )


def _is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    varying = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    if _asks_for_a_page(request):
        varying.discard("accept")
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varying <= _VARYING
    )


def _state() -> str:
    """Names what the database holds of all that pages are made of; empty where it can't be asked."""
    try:
        return sha256(pages_stamp().encode()).hexdigest()[:24]
    except DatabaseError:
        return ""


def _name(request: HttpRequest) -> str:
    """Names the answer by the release that makes it and all of the request that it may depend on."""
    path = request.path_info
    language = "" if get_language_from_path(path) else get_language_from_request(request)
    coding = min(_CODINGS.findall(request.META.get("HTTP_ACCEPT_ENCODING", "")), default="")
    is_quiet = request.COOKIES.get(QUIET_COOKIE) == "1"
    parts = (
        settings.KEPT_PAGES_RELEASE,
        settings.BASE_URL,
        request.get_host(),
        path,
        request.META.get("QUERY_STRING", ""),
        language,
        coding,
        f"{is_quiet} {_asks_for_a_page(request)}",
    )
    return sha256("\x00".join(parts).encode(errors="surrogatepass")).hexdigest()


def _asks_for_a_page(request: HttpRequest) -> bool:
    """Whether HTML is wanted, as browsers want it; a vocabulary's address also answers programs that prefer SKOS."""
    accepted = request.META.get("HTTP_ACCEPT", "")
    return accepted in ("", "*/*") or ("text/html" in accepted and _OTHER_FORMS.search(accepted) is None)


@contextmanager
def _without_conditions(request: HttpRequest) -> Iterator[None]:
    """Have the whole answer made, to keep it, also for somebody who may have it already."""
    conditions = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
    try:
        yield
    finally:
        request.META.update(conditions)


def _unless_unchanged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response, or an empty 304 for who has it already."""
    if response.status_code != 200 or not any(name in request.META for name in _CONDITIONS):
        return response
    changed = response.get("Last-Modified")
    unchanged = get_conditional_response(
        request,
        etag=response.get("ETag"),
        last_modified=parse_http_date_safe(changed) if changed else None,
        response=response,  # type: ignore[arg-type]
    )
    if unchanged is None or unchanged is response:
        return response
    for name in _OF_OTHER_SITES:
        if name in response:
            unchanged[name] = response[name]
    return unchanged


@contextmanager
def _trouble_told() -> Iterator[None]:
    """Go on without the store where it can't be used, and say so in the log from time to time."""
    global _silent_until
    try:
        yield
    except OSError as problem:
        if time.monotonic() >= _silent_until:
            _log.warning("Finished pages can't be kept in %s: %s", settings.KEPT_PAGES_DIR, problem.strerror)
            _silent_until = time.monotonic() + TOLD_EVERY
