"""Refuses what no reader needs and what one reader asks too much of, with a sentence; before any work is done.

Three measures: how long an address and what is sent may be; how much computing time one connection may take with
costly requests; and how many of these run at once in a process, so that pages stay quick. Counted is in memory, under a
keyed name that changes daily, and forgotten within minutes.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from catalogue.connections import client_key
from website.middleware import is_admin

Handler = Callable[[HttpRequest], HttpResponse]
KB = 1024
LONGEST_QUERY = 64 * KB  # a question of 5,000 characters, each of twelve bytes once it is percent-encoded
MOST_SENT_TO_API = 64 * KB
MOST_SENT_BY_FORM = 160 * KB
# Of what is too large, so much is taken before the answer, and for so many seconds.
MOST_DROPPED = 16 * 1024 * KB
LONGEST_SENDING = 5.0
# Costly: comparing an idea, and files that are made of a list or a table. Costlier files are the worker's.
_COSTLY_FORM = re.compile(r"^(/api/v1/overlap|/[a-z]{2}/plan/)/?$")
_COSTLY_FORMATS = frozenset({"xlsx", "png", "svg", "csv", "html-offline", "pdf"})


@dataclass
class Budget:
    """Computing time that a reader may take with costly requests: so much at once, and so much more a second."""

    most: float
    a_second: float
    _spent: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_spent(self, reader: str, now: float) -> bool:
        with self._lock:
            return self._left_of(reader, now) >= self.most

    def spend(self, reader: str, seconds: float, now: float) -> None:
        with self._lock:
            self._spent[reader] = (self._left_of(reader, now) + seconds, now)
            self._spent.move_to_end(reader)
            # What is paid off by now says nothing any more.
            while self._spent:
                oldest, (spent, since) = next(iter(self._spent.items()))
                if len(self._spent) <= 10_000 and spent - (now - since) * self.a_second > 0:
                    break
                del self._spent[oldest]

    def _left_of(self, reader: str, now: float) -> float:
        spent, since = self._spent.get(reader, (0.0, now))
        return max(0.0, spent - (now - since) * self.a_second)


class Slots:
    """Places for costly requests in this process; one more may wait for a moment."""

    def __init__(self, places: int, patience: float) -> None:
        self._places = threading.Semaphore(places)
        self._bench = threading.Semaphore(1)
        self._patience = patience

    def enter(self) -> bool:
        if self._places.acquire(blocking=False):
            return True
        if not self._bench.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._patience)
        finally:
            self._bench.release()

    def leave(self) -> None:
        self._places.release()


class RequestLimits:
    """Middleware, before anything reads the parameters or what was sent, and after what every answer is given."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.budget = Budget(settings.COSTLY_SECONDS_AT_ONCE, settings.COSTLY_SECONDS_A_SECOND)
        self.slots = Slots(settings.COSTLY_AT_ONCE, patience=5.0)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return _refusal(request, 414, "too-long")
        most = _most_sent(request)
        if most and _sent(request) > most:
            _let_it_be_sent(request)
            return _refusal(request, 413, "too-large", most // KB)
        if not _is_costly(request):
            return self.get_response(request)
        return self._costly(request)

    def _costly(self, request: HttpRequest) -> HttpResponse:
        reader = client_key(request, "costly")
        if self.budget.is_spent(reader, time.monotonic()):
            return _refusal(request, 429, "too-many")
        if not self.slots.enter():
            return _refusal(request, 503, "busy")
        began = time.thread_time()
        try:
            return self.get_response(request)
        finally:
            self.slots.leave()
            self.budget.spend(reader, time.thread_time() - began, time.monotonic())


def _most_sent(request: HttpRequest) -> int:
    """Bytes that a request may bring; 0: the admin has limits of its own (files, long forms)."""
    if is_admin(request.path_info):
        return 0
    return MOST_SENT_TO_API if _is_api(request) else MOST_SENT_BY_FORM


def _sent(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def _let_it_be_sent(request: HttpRequest) -> None:
    """Take what is sent and drop it: most programs read no answer before all of theirs is out."""
    until = time.monotonic() + LONGEST_SENDING
    left = min(_sent(request), MOST_DROPPED)
    with suppress(OSError):  # the sender went away
        while left > 0 and time.monotonic() < until:
            taken = len(request.read(min(left, 64 * KB)))
            left = left - taken if taken else 0


def _is_costly(request: HttpRequest) -> bool:
    if request.method == "POST":
        return _COSTLY_FORM.match(request.path_info) is not None
    # Looked for without parsing: an address may have thousands of parameters.
    query = request.META.get("QUERY_STRING", "")
    return "format=" in query and any(f"format={name}" in query for name in _COSTLY_FORMATS)


def _is_api(request: HttpRequest) -> bool:
    return re.match(r"^(/[a-z]{2})?/api/", request.path_info) is not None


def _refusal(request: HttpRequest, status: int, kind: str, kilobytes: int = 0) -> HttpResponse:
    message = _sentence(kind, kilobytes)
    if _is_api(request):
        body = json.dumps({"error": kind, "message": message}, ensure_ascii=False)
        response = HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
        response["Access-Control-Allow-Origin"] = "*"
    else:
        if kind == "too-long":
            # What can't be read must not be read by the page that says so.
            request.META["QUERY_STRING"] = ""
        response = render(request, "errors/refused.html", {"message": message}, status=status)
    response["Cache-Control"] = "no-store"
    if status in (429, 503):
        response["Retry-After"] = "60" if status == 429 else "10"
    return response


def _sentence(kind: str, kilobytes: int) -> str:
    if kind == "too-long":
        return _("This address is too long to be read. Nothing was done.")
    if kind == "too-large":
        return _("This is too much at once: at most %(most)d KB are taken. Nothing was kept.") % {"most": kilobytes}
    if kind == "too-many":
        return _("Your connection has asked for much in a short time. Please wait a minute, then load the page again.")
    return _("Many files and comparisons are being made at the moment. Please load the page again in a few seconds.")
