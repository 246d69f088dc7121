"""Is the site well? /health/ asks every registered check and tells the worst answer, without a secret.

Rooms register their own: ``config.health`` can't be imported by them (arrows point down), so a room puts a
function ``health() -> str`` into a module ``health`` of its app, and it is found here. The function returns "" when
all is well, else one sentence about what isn't; an exception counts as a failure and is logged, not shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

Check = Callable[[], str]
ROOMS = ("taxonomy", "catalogue", "search", "importers", "gaps", "api")
_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    name: str
    is_well: bool
    note: str


def register(name: str, check: Check) -> None:
    """Add a check; a second one of the same name replaces the first."""
    _checks[name] = check


def discover() -> None:
    """Register ``health`` of every room that has one."""
    for room in ROOMS:
        if apps.is_installed(room) and find_spec(f"{room}.health"):
            register(room, import_module(f"{room}.health").health)


def ask() -> list[Answer]:
    return [_asked(name, check) for name, check in _checks.items()]


def _asked(name: str, check: Check) -> Answer:
    try:
        note = check()
    except Exception:
        logger.exception("The health check %r failed", name)
        return Answer(name, is_well=False, note="The check itself failed; see the log.")
    return Answer(name, is_well=not note, note=note)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "The database gives wrong answers."


def tasks() -> str:
    """With the database queue: nothing may wait for long, or the worker isn't running."""
    if settings.TASKS_MODE != "database":
        return ""
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    long_ago = timezone.now() - timedelta(minutes=15)
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=long_ago).count()
    return f"{waiting} tasks have waited for more than 15 minutes; is the worker running?" if waiting else ""


register("database", database)
register("tasks", tasks)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when every check is well, else 503."""
    answers = ask()
    is_well = all(answer.is_well for answer in answers)
    return JsonResponse(
        {
            "status": "ok" if is_well else "failing",
            "checks": {
                answer.name: {"status": "ok" if answer.is_well else "failing", "note": answer.note}
                for answer in answers
            },
        },
        status=200 if is_well else 503,
    )
