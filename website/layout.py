"""What surrounds every public page: where one can go, in which languages, and how to leave at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from common.cookies import QUIET_COOKIE
from text.active_language import active_language

# A longer query isn't carried into the language links: seven copies of it would be most of the page.
LONGEST_CARRIED_QUERY = 1500

# Paths are promises: people's links and other programs rely on them (docs/reference/addresses.md).
MAIN_PLACES = (
    ("tools/", _("Tools")),
    ("find/", _("Find by questions")),
    ("gaps/", _("Gaps")),
    ("plan/", _("Plan a tool")),
    ("vocabularies/", _("Vocabularies")),
    ("about/", _("About")),
)


@dataclass(frozen=True, slots=True)
class Place:
    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """``url`` leads to the same page with the same query; ``name`` is the language's own name for itself."""

    code: str
    name: str
    url: str
    is_current: bool


class PageLayout:
    """Made once a page; every part is worked out only when a template prints it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def language(self) -> str:
        code = active_language()
        return code if code in self._codes else settings.LANGUAGE_CODE

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(code for code, _name in settings.LANGUAGES)

    @cached_property
    def _bare_path(self) -> str | None:
        """The path without its language, or None where an address has no language (an error, the API)."""
        first, _slash, rest = self.request.path.lstrip("/").partition("/")
        return rest if first in self._codes else None

    @cached_property
    def _query(self) -> str:
        raw = self.request.META.get("QUERY_STRING", "")
        return f"?{raw}" if raw and len(raw) <= LONGEST_CARRIED_QUERY else ""

    @property
    def home_url(self) -> str:
        return f"/{self.language}/"

    @cached_property
    def navigation(self) -> list[Place]:
        path = self._bare_path or ""
        return [Place(label, f"/{self.language}/{place}", path.startswith(place)) for place, label in MAIN_PLACES]

    @property
    def _own_paths(self) -> dict[str, str]:
        """Language to path, for a page of text: not every one is translated, and each may be called otherwise."""
        paths: dict[str, str] = getattr(self.request, "language_paths", {})
        return paths

    @cached_property
    def _path_in_any_language(self) -> str | None:
        """The path behind the language; a page of text answers in every language to what the original is called."""
        original = self._own_paths.get(settings.LANGUAGE_CODE)
        return original.lstrip("/").partition("/")[2] if original else self._bare_path

    def _address_in(self, code: str) -> str:
        path = self._path_in_any_language
        if path is None:
            return f"/{code}/"
        return f"{self._own_paths.get(code, f'/{code}/{path}')}{self._query}"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [
            LanguageLink(
                code=code,
                name=str(get_language_info(code)["name_local"]).capitalize(),
                url=self._address_in(code),
                is_current=code == self.language,
            )
            for code in self._codes
        ]

    @property
    def language_name(self) -> str:
        return next(link.name for link in self.languages if link.is_current)

    @property
    def canonical_url(self) -> str:
        return f"{settings.BASE_URL}{self.request.path}"

    @property
    def has_alternates(self) -> bool:
        return self._bare_path is not None

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(language, full address) for hreflang; ``x-default`` chooses by the reader's preference."""
        path = self._path_in_any_language or ""
        own = self._own_paths or {code: f"/{code}/{path}" for code in self._codes}
        full = [(code, f"{settings.BASE_URL}{own[code]}") for code in self._codes if code in own]
        return [*full, ("x-default", f"{settings.BASE_URL}/{path}")]

    @cached_property
    def reader(self) -> AbstractBaseUser | None:
        """Who is signed in; asked only where a session exists, so that nobody else's page depends on one."""
        if settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            return None
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def leave_url(self) -> str:
        return settings.LEAVE_URL

    @cached_property
    def neutral_title(self) -> str:
        """What the browser's tab and history show instead of the page's title, for a reader who asked for it."""
        return str(_("Notes")) if self.request.COOKIES.get(QUIET_COOKIE) == "1" else ""
