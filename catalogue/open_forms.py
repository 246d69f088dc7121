"""Forms that anybody may send, and that leave no cookie for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_callable
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def open_form(view: View) -> View:
    """Takes a form without Django's token, whose cookie would tell the next person at a shared machine of the visit.

    Only for views whose answer does not depend on who is signed in: what a token prevents is the use of a login. A form
    that a browser says another site has sent is refused all the same.
    """

    @csrf_exempt
    @wraps(view)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_sent_from_elsewhere(request):
            refuse: View = get_callable(settings.CSRF_FAILURE_VIEW)
            return refuse(request, reason="The form was sent from another site.")
        return view(request, *args, **kwargs)

    return taking


def is_sent_from_elsewhere(request: HttpRequest) -> bool:
    """What the browser says of the page that holds the form; programs that say nothing are believed."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin not in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
