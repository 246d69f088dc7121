"""Is the site well? /health/ asks every registered check and tells the worst answer, without a secret.

Rooms register their own: ``website.health`` can't be imported by them (arrows point down), so a room puts a
function ``health()`` into a module ``health`` of its app, and it is found here. The function returns "" when the site
can serve, else one sentence about why it can't; or a pair of that and of what somebody should look at while the site
serves all the same. An exception counts as a failure and is logged, not shown.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from website.mail.queue import QueuedMail

logger = logging.getLogger(__name__)

Check = Callable[[], "str | tuple[str, str]"]
ROOMS = ("taxonomy", "catalogue", "search", "importers", "gaps", "api")
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_RUN = timedelta(hours=1)
LEAST_FREE = 500 * 2**20
_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """status: ok, degraded (serves, but somebody should look) or failing."""

    name: str
    status: str
    note: str


def register(name: str, check: Check) -> None:
    """Add a check; a second one of the same name replaces the first."""
    _checks[name] = check


def discover() -> None:
    """Register ``health`` of every room that has one."""
    for room in ROOMS:
        if apps.is_installed(room) and find_spec(f"{room}.health"):
            module = import_module(f"{room}.health")
            register(room, module.health)


def run_checks() -> list[HealthCheck]:
    return [_run(name, check) for name, check in _checks.items()]


def _run(name: str, check: Check) -> HealthCheck:
    try:
        result = check()
    except Exception:
        logger.exception("The health check %r failed", name)
        return HealthCheck(name, "failing", "The check itself failed; see the log.")
    problem, warning = (result, "") if isinstance(result, str) else result
    if problem:
        return HealthCheck(name, "failing", problem)
    return HealthCheck(name, "degraded" if warning else "ok", warning)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "The database gives wrong answers."


def tasks() -> tuple[str, str]:
    """With the database queue: nothing may wait or run for long. Pages are served without a worker all the same."""
    if settings.TASKS_MODE != "database":
        return "", ""
    now, noticed = timezone.now(), []
    if waiting := DBTaskResult.objects.ready().filter(enqueued_at__lt=now - LONGEST_WAIT).count():
        noticed.append(f"{waiting} tasks have waited for more than 15 minutes; is the worker running?")
    if running := DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST_RUN).count():
        noticed.append(f"{running} tasks have been running for more than an hour; was a worker stopped meanwhile?")
    return "", " ".join(noticed)


def storage() -> tuple[str, str]:
    """Reading goes on when the disk is full, and everything that somebody writes is lost."""
    free = shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else settings.BASE_DIR).free
    if free >= LEAST_FREE:
        return "", ""
    return "", f"The disk has {free // 2**20} MB left; below some megabytes nothing can be written any more."


def mail() -> tuple[str, str]:
    """Pages are served without a mail server; somebody should know that nobody is told anything."""
    noticed = []
    long_ago = timezone.now() - timedelta(minutes=30)
    if waiting := QueuedMail.objects.waiting().filter(written_at__lt=long_ago).count():
        noticed.append(f"Mails that have waited for more than 30 minutes: {waiting}. Does the mail server answer?")
    if lost := QueuedMail.objects.given_up().count():
        noticed.append(f"Mails that were given up in the last days: {lost}; see the log.")
    return "", " ".join(noticed)


register("database", database)
register("mail", mail)
register("tasks", tasks)
register("storage", storage)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the site can serve, with what somebody should look at; else 503."""
    results = run_checks()
    statuses = {result.status for result in results}
    worst = next(status for status in ("failing", "degraded", "ok") if status in statuses or status == "ok")
    return JsonResponse(
        {
            "status": worst,
            "checks": {result.name: {"status": result.status, "note": result.note} for result in results},
        },
        status=503 if worst == "failing" else 200,
    )
