"""Ends sessions that nobody uses: the next person at a shared machine must not be signed in as the one before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

_BEGAN = "session_began"
_USED = "session_used"
# The time of use is written at most this often: a session's row isn't written for every picture of a page.
_WRITTEN_EVERY_SECONDS = 60


@receiver(user_logged_in)
def note_beginning(sender: Any, request: HttpRequest, **_kwargs: Any) -> None:
    request.session[_BEGAN] = request.session[_USED] = int(time.time())


class EndIdleSessions:
    """Signs out whoever did nothing for too long; asks nothing of readers who have no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _end_or_note(request)
        return self.get_response(request)


def _end_or_note(request: HttpRequest) -> None:
    now = int(time.time())
    session = request.session
    began, used = session.get(_BEGAN), session.get(_USED)
    if began is None or used is None:  # from before sessions had a clock
        session[_BEGAN] = session[_USED] = began = used = now
    if now - used > _allowed_minutes(request) * 60 or now - began > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - used >= _WRITTEN_EVERY_SECONDS:
        session[_USED] = now


def _allowed_minutes(request: HttpRequest) -> int:
    """Writing a record takes longer than reading one, and a form that is being filled in asks the site nothing."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return int(settings.EDITOR_IDLE_MINUTES)
    return int(settings.READER_IDLE_MINUTES)
