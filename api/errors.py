"""What the API answers when it can't: always JSON, always a sentence, never a page of mark-up.

{"error": "bad-request", "message": "…", "problems": [{"parameter": "region", "message": "…"}]}
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from search.engines.base import EngineError
from search.query import QueryError
from search.results.continuing import ListChanged, list_changed_in_words


class NotFound(Exception):
    """Nothing is at this address. ``suggestions``: slugs that were probably meant."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        super().__init__(message)


class Gone(Exception):
    """A record that was withdrawn; the message is the reason."""


class BadRequest(ValueError):
    """A question that can't be followed, in one sentence."""


def problem(kind: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": kind, "message": message, **more}


def register(api: NinjaAPI) -> None:
    """Give every kind of failure its answer."""

    def answer(status: int, content: dict[str, Any], request: HttpRequest) -> HttpResponse:
        return api.create_response(request, content, status=status)

    @api.exception_handler(QueryError)
    def query_error(request: HttpRequest, error: QueryError) -> HttpResponse:
        named = [{"parameter": one.parameter, "message": one.message} for one in error.problems]
        return answer(400, problem("bad-request", str(error), problems=named), request)

    @api.exception_handler(ListChanged)
    def list_changed(request: HttpRequest, error: ListChanged) -> HttpResponse:
        return answer(409, problem("list-changed", list_changed_in_words()), request)

    @api.exception_handler(BadRequest)
    def bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
        return answer(400, problem("bad-request", str(error), problems=[]), request)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        named = [
            {
                "parameter": str(one["loc"][-1]) if str(one["loc"][-1]).isidentifier() else "",
                "message": str(one["msg"]),
            }
            for one in error.errors
        ]
        message = " ".join(f"{one['parameter']}: {one['message']}." for one in named)
        return answer(400, problem("bad-request", message, problems=named), request)

    @api.exception_handler(NotFound)
    def not_found(request: HttpRequest, error: NotFound) -> HttpResponse:
        return answer(404, problem("not-found", str(error), suggestions=list(error.suggestions)), request)

    @api.exception_handler(Gone)
    def gone(request: HttpRequest, error: Gone) -> HttpResponse:
        return answer(410, problem("withdrawn", str(error)), request)

    @api.exception_handler(EngineError)
    def resting(request: HttpRequest, error: EngineError) -> HttpResponse:
        return answer(
            503, problem("unavailable", _("The search rests for the moment. Please ask again soon.")), request
        )

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, problem("bad-request", str(error)), request)
