"""A reader's wish to have a neutral title on every page: all it remembers of anybody, and only when asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.cookies import QUIET_COOKIE


# No token: it would need a cookie of its own, and the site sets none before a reader asks for one. What another site
# could achieve by sending this form is a changed word in a title.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "quiet.html", {"is_quiet": request.COOKIES.get(QUIET_COOKIE) == "1"})
    response = HttpResponseRedirect(request.path)
    if request.POST.get("quiet") == "on":
        # Until the browser closes; on a shared computer it must not tell the next person that somebody set it.
        response.set_cookie(QUIET_COOKIE, "1", httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(QUIET_COOKIE, samesite="Lax")
    return response
