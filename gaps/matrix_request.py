"""What a reader asks of the matrix: axes, filters and population, parsed once from an address or the command line.

Parameters beside the facet keys and ``have`` (search.query):

    rows= columns=   facet keys
    global=          own (default), expanded, excluded
    statuses=any     count tools of every status, not only those in use
    in_doubt=yes     count tools whose existence nobody has shown
    date=            the state of that day: the last snapshot taken by then
    format=          html (default), json, csv, xlsx, svg, png
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from gaps.axes import AXIS_KEYS
from gaps.matrix import DEFAULT_COLUMNS, DEFAULT_ROWS
from gaps.population import GlobalMode, Population
from search.facets import BY_KEY
from search.parsing import parse_query
from search.query import QueryError, Resolve, canonical

AXES = AXIS_KEYS
OWN_PARAMETERS = ("rows", "columns", "global", "statuses", "in_doubt", "date")


class RequestError(ValueError):
    """A strict parse met what can't be followed; the text says what."""


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """One question. Equal questions are equal values with one canonical address."""

    rows: str = DEFAULT_ROWS
    columns: str = DEFAULT_COLUMNS
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    have: tuple[str, ...] = ()
    global_mode: GlobalMode = GlobalMode.OWN
    is_any_status: bool = False
    is_doubt_included: bool = False
    day: date | None = None
    language: str = "en"
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        *,
        filters: Iterable[str] = (),
        global_mode: str = GlobalMode.OWN,
        resolve: Resolve | None = None,
        **values: object,
    ) -> MatrixRequest:
        """From ``key=slug`` texts; strict. Raises RequestError."""
        params = QueryDict(mutable=True)
        for text in filters:
            key, is_pair, slug = text.partition("=")
            if not is_pair or key.strip() not in (*BY_KEY, "have"):
                raise RequestError(_("“%(text)s” is no filter. Write it like region=oceania.") % {"text": text})
            params.appendlist(key.strip(), slug.strip())
        parsed = cls.from_params(params, str(values.get("language", "en")), strict=True, resolve=resolve)
        request = replace(parsed, global_mode=GlobalMode(global_mode), **values)  # type: ignore[arg-type]
        for key in (request.rows, request.columns):
            if key not in AXES:
                raise RequestError(_unknown_axis(key))
        return request

    @classmethod
    def from_params(
        cls, params: QueryDict, language: str = "en", *, strict: bool = False, resolve: Resolve | None = None
    ) -> MatrixRequest:
        """Lenient, what can't be followed is left aside and named in ``ignored``; strict, it raises RequestError.

        ``resolve``: what a value stands for, by default today; ``gaps.matrix_service`` knows better for a past day.
        """
        with translation.override(language):
            problems: list[str] = []
            try:
                query = parse_query(params, language, strict=strict, also=OWN_PARAMETERS, resolve=resolve)
            except QueryError as error:
                raise RequestError(str(error)) from error
            problems += query.ignored
            if query.text:
                problems.append(_("Words do not narrow a table of gaps; filters do."))
            request = cls(
                rows=_axis(params, "rows", DEFAULT_ROWS, problems),
                columns=_axis(params, "columns", DEFAULT_COLUMNS, problems),
                filters=query.filters,
                have=query.have,
                global_mode=GlobalMode(_choice(params, "global", [mode.value for mode in GlobalMode], problems)),
                is_any_status=_choice(params, "statuses", ["in-use", "any"], problems) == "any",
                is_doubt_included=_choice(params, "in_doubt", ["no", "yes"], problems) == "yes",
                day=_day(params, problems),
                language=language,
            )
            if strict and problems:
                raise RequestError(" ".join(problems))
            return replace(request, ignored=tuple(dict.fromkeys(problems)))

    @property
    def population(self) -> Population:
        return Population(
            filters=dict(self.filters),
            have=self.have,
            is_any_status=self.is_any_status,
            is_doubt_included=self.is_doubt_included,
            global_mode=self.global_mode,
            date=self.day,
        )

    def changed(self, **values: object) -> MatrixRequest:
        return replace(self, **{"ignored": (), **values})  # type: ignore[arg-type]

    def without(self, key: str, value: str) -> MatrixRequest:
        """Without one value of a filter."""
        if key == "have":
            return self.changed(have=tuple(slug for slug in self.have if slug != value))
        chosen = dict(self.filters)
        chosen[key] = tuple(slug for slug in chosen.get(key, ()) if slug != value)
        return self.changed(filters=canonical(chosen))

    def params(self) -> list[tuple[str, str]]:
        """The canonical parameters: a fixed order, nothing that is the default."""
        pairs = []
        if self.rows != DEFAULT_ROWS:
            pairs.append(("rows", self.rows))
        if self.columns != DEFAULT_COLUMNS:
            pairs.append(("columns", self.columns))
        pairs += [(key, slug) for key, slugs in self.filters for slug in slugs]
        pairs += [("have", slug) for slug in self.have]
        if self.global_mode is not GlobalMode.OWN:
            pairs.append(("global", self.global_mode.value))
        if self.is_any_status:
            pairs.append(("statuses", "any"))
        if self.is_doubt_included:
            pairs.append(("in_doubt", "yes"))
        if self.day is not None:
            pairs.append(("date", self.day.isoformat()))
        return pairs

    def querystring(self, **extra: str) -> str:
        return urlencode([*self.params(), *extra.items()])


def _unknown_axis(key: str) -> str:
    return _("“%(key)s” can’t be a side of the table. These can: %(keys)s.") % {
        "key": key[:60],
        "keys": ", ".join(AXES),
    }


def _last(params: QueryDict, name: str) -> str:
    return str(params.get(name) or "").strip().lower()


def _axis(params: QueryDict, name: str, default: str, problems: list[str]) -> str:
    key = _last(params, name)
    if key and key not in AXES:
        problems.append(_unknown_axis(key))
    return key if key in AXES else default


def _choice(params: QueryDict, name: str, allowed: list[str], problems: list[str]) -> str:
    """The first of the allowed values is the default."""
    value = _last(params, name)
    if value and value not in allowed:
        problems.append(_("“%(name)s” can be: %(allowed)s.") % {"name": name, "allowed": ", ".join(allowed)})
    return value if value in allowed else allowed[0]


def day_of(params: QueryDict) -> date | None:
    """The past day that is asked for, if it can be read."""
    return _day(params, [])


def _day(params: QueryDict, problems: list[str]) -> date | None:
    text = _last(params, "date")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:40])
    except ValueError:
        problems.append(_("The date could not be read. Write it like 2026-01-31."))
        return None
