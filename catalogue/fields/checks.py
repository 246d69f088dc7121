"""Checks of one value each: a canonical value comes back, or ValueProblem says in a sentence why it can't be stored.

Values are plain: text, year, date, slug, lists of these, lists of dictionaries. ``None`` and ``""`` mean not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from catalogue.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate
from taxonomy.current import vocabulary_index
from text.cleaning import clean_address, clean_line, clean_text

_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


class ValueProblem(ValueError):
    """A value that can't be stored; the message is a sentence for a curator."""


def text(
    limit: int | None = None, *, needed: bool = False, clean: Callable[[str], str] = clean_text
) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise ValueProblem(_("This must be text."))
        value = clean(value).strip()
        if needed and not value:
            raise ValueProblem(_("This is needed."))
        if limit and len(value) > limit:
            raise ValueProblem(
                _("This has %(length)d characters; at most %(limit)d fit.") % {"length": len(value), "limit": limit}
            )
        return value

    return check


def line(limit: int, *, needed: bool = False) -> Callable[[Any], str]:
    return text(limit, needed=needed, clean=clean_line)


def address(limit: int = 500) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        value = text(limit, clean=clean_address)(value)
        if value:
            try:
                parts = urlsplit(value)
            except ValueError:
                parts = urlsplit("")
            if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or " " in value:
                raise ValueProblem(
                    _("“%(value)s” is not a web address; one starts with https://.") % {"value": value[:80]}
                )
        return value

    return check


def year(value: Any) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueProblem(_("“%(value)s” is not a year.") % {"value": str(value)[:40]})
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueProblem(
            _("%(value)d is not a year between %(first)d and %(last)d.")
            % {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return value


def partial_date(value: Any) -> PartialDate | None:
    if value in (None, ""):
        return None
    if isinstance(value, PartialDate | date):
        return PartialDate.of(value)
    try:
        return PartialDate.read(value)
    except (TypeError, ValueError):
        raise ValueProblem(
            _("“%(value)s” is not a date like 2026-01-31, 2026-01 or 2026.") % {"value": str(value)[:40]}
        ) from None


def one_of(choices: tuple[str, ...], default: str = "") -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value in (None, ""):
            return default
        if value not in choices:
            raise ValueProblem(
                _("“%(value)s” is not one of: %(choices)s.") % {"value": str(value)[:60], "choices": ", ".join(choices)}
            )
        return str(value)

    return check


def slug_of(vocabulary: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value in (None, ""):
            return ""
        slug = vocabulary_index().resolve_slug(vocabulary, str(value))
        if slug is None:
            raise ValueProblem(
                _("“%(value)s” is not a term of the vocabulary “%(vocabulary)s”.")
                % {"value": str(value)[:60], "vocabulary": vocabulary}
            )
        return slug

    return check


def list_of(check_one: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A list without repeats, in its order."""

    def check(value: Any) -> tuple[Any, ...]:
        if value in (None, ""):
            return ()
        if not isinstance(value, list | tuple):
            raise ValueProblem(_("This must be a list."))
        canonical: dict[Any, None] = {}
        for one in value:
            checked = check_one(one)
            if checked not in ("", None):
                canonical[checked] = None
        return tuple(canonical)

    return check


def country(value: Any) -> str:
    code = text()(value).upper()
    if code and vocabulary_index().term("country", code.lower()) is None:
        raise ValueProblem(_("“%(value)s” is not an ISO 3166-1 code of a country.") % {"value": code[:20]})
    return code


def language(value: Any) -> str:
    code = text()(value).lower()
    if code and not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueProblem(_("“%(value)s” is not an ISO 639 code of a language.") % {"value": code[:20]})
    return code


def rows(**checks: Callable[[Any], Any]) -> Callable[[Any], tuple[tuple[tuple[str, Any], ...], ...]]:
    """A list of dictionaries, kept as sorted item tuples so that it compares and hashes."""

    def check(value: Any) -> tuple[tuple[tuple[str, Any], ...], ...]:
        if value in (None, ""):
            return ()
        if not isinstance(value, list | tuple):
            raise ValueProblem(_("This must be a list."))
        canonical: dict[tuple[tuple[str, Any], ...], None] = {}
        for row in value:
            row = dict(row) if isinstance(row, tuple) else row
            if not isinstance(row, Mapping):
                raise ValueProblem(_("This must be a list of entries with names."))
            unknown = set(row) - set(checks)
            if unknown:
                raise ValueProblem(_("Unknown part: %(names)s.") % {"names": ", ".join(sorted(map(str, unknown)))})
            canonical[tuple((key, checks[key](row.get(key))) for key in checks)] = None
        return tuple(canonical)

    return check


def wordings(value: Any) -> tuple[tuple[str, str], ...]:
    """{language: text} as sorted pairs."""
    if value in (None, ""):
        return ()
    pairs = dict(value).items()
    check_text = text(2000, needed=True)
    return tuple(sorted((language(code), check_text(words)) for code, words in pairs))


def boolean(value: Any) -> bool | None:
    if value in (None, ""):
        return None
    if not isinstance(value, bool):
        raise ValueProblem(_("This must be true or false."))
    return value


def check_slug(value: Any) -> str:
    slug = text(80, needed=True)(value)
    if not _SLUG.match(slug):
        raise ValueProblem(
            _("“%(value)s” is not made of lower-case letters, digits and hyphens.") % {"value": slug[:80]}
        )
    return slug
