"""Pages for what went wrong. Each says what happened and where to go on, in the site's own frame."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token: usually one that stood open for too long."""
    return render(request, "errors/form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Printed without database, user or translations of vocabularies: any of them may be what failed."""
    context = {"leave_url": settings.LEAVE_URL, "site_name": settings.WAGTAIL_SITE_NAME}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
