"""Pages for what went wrong. Each says what happened and where to go on, in the site's own frame."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

LONGEST_WORDS = 80


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token: usually one that stood open for too long."""
    return render(request, "errors/form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", {"address_words": words_of(request.path_info)}, status=404)


def words_of(path: str) -> str:
    """The readable rest of an address that leads nowhere, to search for; empty where there is none."""
    last = path.rstrip("/").rpartition("/")[2]
    words = re.findall(r"[^\W_]+", last)
    text = " ".join(words)
    return text if 3 <= len(text) <= LONGEST_WORDS else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Printed without database, user or translations of vocabularies: any of them may be what failed."""
    context = {"leave_url": settings.LEAVE_URL, "site_name": settings.WAGTAIL_SITE_NAME}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
