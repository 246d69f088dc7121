"""The language that an answer's words are in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from api.errors import BadRequest
from taxonomy.current import vocabulary_index
from text.active_language import active_language


def language_of(request: HttpRequest) -> str:
    """``lang=`` if it is given, else what the caller's Accept-Language prefers. Raises BadRequest."""
    code = request.GET.get("lang", "").strip().lower()
    if not code:
        return active_language()
    return known_language(code)


def known_language(code: str) -> str:
    """The code, if labels are to be had in that language. Raises BadRequest."""
    code = code.strip().lower()
    known = {code for code, _name in settings.LANGUAGES} | set(vocabulary_index().languages)
    if code not in known:
        raise BadRequest(_("“lang” can be: %(languages)s.") % {"languages": ", ".join(sorted(known))})
    return code


def localized(view: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation with the language of its request active."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with translation.override(language_of(request)):
            return view(request, *args, **kwargs)

    return speaking
