"""Answers a request for a costly file: the kept one, or a short page that waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from catalogue.kept_exports.making import make_exports
from catalogue.kept_exports.stamp import current_stamp
from catalogue.kept_exports.store import ORDERED, ExportOrder, KeptExport, prefix_of, store
from text.active_language import active_language

Response = HttpResponse | StreamingHttpResponse | FileResponse
LONGEST_QUERY = 8_000
# Without a worker for so long, the web process makes the file itself, a few at once (see website.limits).
LONGEST_WAIT = 60.0
LOOK_AGAIN = 2  # seconds
_bench = threading.Semaphore(1)


def kept_or_ordered(request: HttpRequest, make: Callable[[], Response], *, is_costly: bool) -> Response:
    """Return the file that `make` makes, kept if it is costly, or the page that waits until the worker has made it.

    The file must be the same for everybody who asks for this address in this language.
    """
    query = request.META.get("QUERY_STRING", "")
    if not is_costly or hasattr(request, ORDERED) or len(query) > LONGEST_QUERY:
        return make()
    stamp, language = current_stamp(), active_language()
    order = ExportOrder(request.path, _canonical(query), language, stamp)
    name = name_of(order)
    export = store().get(name)
    if export is not None:
        return _served(export)
    if settings.TASKS_MODE != "database" or store().take_failure(name):
        return make()
    waited = store().waits_since(name)
    if waited is not None and waited > LONGEST_WAIT and not _is_being_made(name):
        return make()
    if not store().order(name, order):
        return _page(request, "too_many", status=503)
    if waited is None:
        make_exports.enqueue()
        export = _awaited(request, name)
        if export is not None:
            return _served(export)
    return _page(request, "being_made", status=202)


def name_of(order: ExportOrder) -> str:
    address = "\x00".join((order.path, order.query, order.language, settings.BASE_URL))
    return prefix_of(order.stamp) + sha256(address.encode()).hexdigest()[:32]


def _canonical(query: str) -> str:
    """Write the same question in one order, since in another order it is the same file."""
    return urlencode(sorted(dict.fromkeys(parse_qsl(query, keep_blank_values=True)), key=lambda pair: pair[0]))


def _is_being_made(name: str) -> bool:
    return (store().folder / f"{name}.making").exists()


def _awaited(request: HttpRequest, name: str) -> KeptExport | None:
    """Return the file if it is made within some seconds: most readers then see no page in between.

    Programs, which follow no page, get more of them. One request of a process may wait at a time.
    """
    is_browser = "text/html" in request.headers.get("Accept", "")
    until = time.monotonic() + settings.EXPORTS_PATIENCE * (1 if is_browser else 10)
    if not _bench.acquire(blocking=False):
        return None
    try:
        while time.monotonic() < until:
            time.sleep(0.1)
            if (export := store().get(name)) is not None:
                return export
    finally:
        _bench.release()
    return None


def _served(export: KeptExport) -> FileResponse:
    response = FileResponse(export.path.open("rb"))
    for header, value in export.headers.items():
        response[header] = value
    return response


def _page(request: HttpRequest, state: str, *, status: int) -> HttpResponse:
    response = render(request, "catalogue/kept_exports/waiting.html", {"state": state}, status=status)
    response["Retry-After"] = str(LOOK_AGAIN)
    if state == "being_made":
        response["Refresh"] = str(LOOK_AGAIN)  # browsers follow it, with or without scripts
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
