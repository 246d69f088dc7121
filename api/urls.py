"""`/api/v1/`: the operations of tools, vocabularies, coverage and downloads, and their description for people."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _

from api import coverage, downloads, tools, vocabularies
from api.application import api
from api.errors import problem
from api.pages import docs, index, nothing_here

api.add_router("", downloads.router)
api.add_router("", tools.router)
api.add_router("", vocabularies.router)
api.add_router("", coverage.router)


def _politely(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ninja knows neither HEAD nor a refusal of a method in JSON; callers expect both."""

    @wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"  # the server leaves the content out
        response = view(request, *args, **kwargs)
        request.method = method
        if response.status_code != 405:
            return response
        refusal = api.create_response(
            request, problem("method", _("This address can't be asked that way.")), status=405
        )
        refusal["Allow"] = response["Allow"]
        return refusal

    return answering


_operations, _app_name, _namespace = api.urls
for _pattern in _operations:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = _politely(_pattern.callback)

urlpatterns = [
    path("", index, name="api-index"),
    path("docs", docs, name="api-docs"),
    path("", (_operations, _app_name, _namespace)),
    re_path(r"^.*$", nothing_here),
]
