"""When no engine answers: a page that says so and leads on, never a bare error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from search.engines.base import EngineError

_log = logging.getLogger("search.views")
View = Callable[[HttpRequest], HttpResponseBase]


def engine_unavailable_page(view: View) -> View:
    """Answer 503 with ways on while the search rests."""

    @wraps(view)
    def answering(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except EngineError:
            _log.exception("No search engine answered a page.")
            response = render(request, "search/resting.html", status=503)
            response["Retry-After"] = "60"
            return response

    return answering
