"""Demand without tracking: what was looked for and not found, as numbers of terms a month.

A search that ends with nothing adds one to each term that its text was read as, once a month for a reader and at most
so often an hour, so that nobody can make demand alone. Neither text nor address nor session is kept. What tells readers
apart is a mark of twelve bits, made with the site's key from connection, month and term: thousands of addresses share
each, and it is deleted after its month. A number below five is never shown: so few searches could point to a person.

A search only notes what it was read as; a thread of its own, or the end of the request where tasks run there, writes.
"""

import logging
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone

from catalogue.connections import client_key
from search.models import DemandMark, UnmetDemand
from search.ranking.concepts import DetectedTerm

_log = logging.getLogger("search.demand")
SHOWN_FROM: Final = 5
# Terms of one search beyond this say nothing together.
_MOST_TERMS: Final = 8
# Searches for one term that an hour adds at most, in each process: many addresses make no demand either.
MOST_AN_HOUR: Final = 20
_MARKS: Final = 4096
_WRITE_AFTER: Final = 5.0
# Programs mostly say so in their names. Pages that a browser fetches ahead nobody asked for.
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|headless|curl|wget|python|java/|go-http|okhttp|libwww|scrapy|monitor|preview|fetch",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """A search without an answer, as one reader's for one term."""

    month: date
    key: str
    value: str
    mark: int


@dataclass(frozen=True, slots=True)
class Demand:
    """A term that was looked for in vain, and how often (five times at least)."""

    key: str
    value: str
    count: int


_noted: deque[Noted] = deque(maxlen=1_000)
_lock = threading.Lock()
_hourly: Counter[tuple[int, str, str]] = Counter()
_writer: threading.Timer | None = None


def note_unmet(request: HttpRequest, terms: Iterable[DetectedTerm]) -> None:
    """Note a search without an answer, unless a program asked. It costs the reader nothing: it is written later."""
    named = sorted({(term.key, term.value) for term in terms})[:_MOST_TERMS]
    if not named or not _is_a_reader(request):
        return
    month = timezone.localdate().replace(day=1)
    for key, value in named:
        name = client_key(request, f"demand:{key}={value}", month.isoformat())
        _noted.append(Noted(month, key, value, int(name, 16) % _MARKS))
    if settings.TASKS_MODE == "database":
        _write_soon()
    else:
        write_noted()


def write_noted() -> None:
    """Count what was noted: each reader once a month for a term, and no term too often in an hour."""
    with _lock:
        noted = list(dict.fromkeys(_noted))
        _noted.clear()
    try:
        for one in noted:
            _count(one)
    except DatabaseError:
        # A reader's page never fails for the sake of a statistic.
        _log.warning("Searches without an answer could not be counted.", exc_info=True)


def forget_marks() -> None:
    """Delete the marks of earlier months; their numbers stay."""
    DemandMark.objects.filter(month__lt=timezone.localdate().replace(day=1)).delete()


def _count(one: Noted) -> None:
    hour = int(time.time() // 3600)
    with _lock:
        for past in [counted for counted in _hourly if counted[0] != hour]:
            del _hourly[past]
        if _hourly[hour, one.key, one.value] >= MOST_AN_HOUR:
            return
    with transaction.atomic():
        _mark, is_new = DemandMark.objects.get_or_create(month=one.month, key=one.key, value=one.value, mark=one.mark)
        if is_new:
            UnmetDemand.objects.get_or_create(month=one.month, key=one.key, value=one.value)
            UnmetDemand.objects.filter(month=one.month, key=one.key, value=one.value).update(count=F("count") + 1)
    if is_new:
        with _lock:
            _hourly[hour, one.key, one.value] += 1


def _is_a_reader(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")).lower()
    return request.method == "GET" and not is_ahead and _PROGRAM.search(agent) is None


def _write_soon() -> None:
    """Have a thread of this process write; one that waits for a lock of the database holds no page up."""
    global _writer
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Timer(_WRITE_AFTER, _write_and_close)
            _writer.daemon = True
            _writer.start()


def _write_and_close() -> None:
    try:
        write_noted()
    finally:
        connection.close()


def unmet(since: date | None = None, keys: Sequence[str] = ()) -> list[Demand]:
    """Terms looked for in vain, the most wanted first; only those counted five times or more in one month."""
    rows = UnmetDemand.objects.filter(count__gte=SHOWN_FROM)
    if since is not None:
        rows = rows.filter(month__gte=since.replace(day=1))
    if keys:
        rows = rows.filter(key__in=keys)
    summed = rows.values("key", "value").annotate(total=Sum("count")).order_by("-total", "key", "value")
    return [Demand(row["key"], row["value"], row["total"]) for row in summed]
