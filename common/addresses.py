"""Addresses of the site's own pages, each worked out once a process."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation

# Some hundred bytes each; on a site of more records the addresses of those that are seldom listed are worked out anew.
MOST_REMEMBERED = 20_000


def address_of(name: str, *args: str, language: str | None = None) -> str:
    """The function gives what ``reverse`` gives in the language, by default the active one."""
    spoken = language or translation.get_language()
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), spoken, name, args)


@lru_cache(maxsize=MOST_REMEMBERED)
def _address(_urls: str, _prefix: str, language: str | None, name: str, args: tuple[str, ...]) -> str:
    """The function works an address out. What ``reverse`` depends on without being given it is part of the key."""
    with translation.override(language):
        return reverse(name, args=args)
