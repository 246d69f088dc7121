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


def language_of(request: HttpRequest) -> str:
    """``lang=`` if it is given, else what the caller's Accept-Language prefers. Raises BadRequest."""
    asked = request.GET.get("lang", "").strip().lower()
    if not asked:
        return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return known_language(asked)


def known_language(asked: str) -> str:
    """The code, if labels are to be had in that language. Raises BadRequest."""
    asked = asked.strip().lower()
    known = {code for code, _name in settings.LANGUAGES} | set(vocabulary_index().languages)
    if asked not in known:
        raise BadRequest(_("“lang” can be: %(languages)s.") % {"languages": ", ".join(sorted(known))})
    return asked


def localized(view: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation with the language of its request active."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with translation.override(language_of(request)):
            return view(request, *args, **kwargs)

    return speaking
