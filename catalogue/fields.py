"""The record's fields under the data set's names: how each is read from a tool, checked, and compared.

One table for the loader, the importers and the exports. Values are plain: text, year, date, slug, list of slugs or
codes, list of dictionaries. ``None`` and ``""`` mean not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from catalogue.disclosure import Disclosure
from catalogue.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from text.cleaning import clean_address, clean_line, clean_text

if TYPE_CHECKING:
    from catalogue.models import Tool

CONFIDENCES = ("high", "medium", "low")
CONTRIBUTIONS = ("funding", "in-kind", "volunteering", "expertise", "promotion", "data", "unknown")
METHODS = ("quantitative", "qualitative", "mixed")
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


class ValueProblem(ValueError):
    """A value that can't be stored; the message is a sentence for a curator."""


@dataclass(frozen=True)
class RecordField:
    """``check`` makes a value canonical or raises ValueProblem; ``attribute`` is the tool's own column, if one."""

    name: str
    check: Callable[[Any], Any]
    read: Callable[[Tool, VocabularyIndex], Any]
    attribute: str = ""
    relation: str = ""
    vocabulary: str = ""


# --- checks --------------------------------------------------------------------------------------------------------
def _text(
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


def _line(limit: int, *, needed: bool = False) -> Callable[[Any], str]:
    return _text(limit, needed=needed, clean=clean_line)


def _address(limit: int = 500) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        value = _text(limit, clean=clean_address)(value)
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


def _year(value: Any) -> int | None:
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


def _date(value: Any) -> PartialDate | None:
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


def _one_of(choices: tuple[str, ...], default: str = "") -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value in (None, ""):
            return default
        if value not in choices:
            raise ValueProblem(
                _("“%(value)s” is not one of: %(choices)s.") % {"value": str(value)[:60], "choices": ", ".join(choices)}
            )
        return str(value)

    return check


def _slug_of(vocabulary: str) -> Callable[[Any], str]:
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


def _list_of(check_one: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A list without repeats, in its order."""

    def check(value: Any) -> tuple[Any, ...]:
        if value in (None, ""):
            return ()
        if not isinstance(value, list | tuple):
            raise ValueProblem(_("This must be a list."))
        found: dict[Any, None] = {}
        for one in value:
            checked = check_one(one)
            if checked not in ("", None):
                found[checked] = None
        return tuple(found)

    return check


def _country(value: Any) -> str:
    code = _text()(value).upper()
    if code and vocabulary_index().term("country", code.lower()) is None:
        raise ValueProblem(_("“%(value)s” is not an ISO 3166-1 code of a country.") % {"value": code[:20]})
    return code


def _language(value: Any) -> str:
    code = _text()(value).lower()
    if code and not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueProblem(_("“%(value)s” is not an ISO 639 code of a language.") % {"value": code[:20]})
    return code


def _rows(**checks: Callable[[Any], Any]) -> Callable[[Any], tuple[tuple[tuple[str, Any], ...], ...]]:
    """A list of dictionaries, kept as sorted item tuples so that it compares and hashes."""

    def check(value: Any) -> tuple[tuple[tuple[str, Any], ...], ...]:
        if value in (None, ""):
            return ()
        if not isinstance(value, list | tuple):
            raise ValueProblem(_("This must be a list."))
        found: dict[tuple[tuple[str, Any], ...], None] = {}
        for row in value:
            row = dict(row) if isinstance(row, tuple) else row
            if not isinstance(row, Mapping):
                raise ValueProblem(_("This must be a list of entries with names."))
            unknown = set(row) - set(checks)
            if unknown:
                raise ValueProblem(_("Unknown part: %(names)s.") % {"names": ", ".join(sorted(map(str, unknown)))})
            found[tuple((key, checks[key](row.get(key))) for key in checks)] = None
        return tuple(found)

    return check


def _words(value: Any) -> tuple[tuple[str, str], ...]:
    """{language: text} as sorted pairs."""
    if value in (None, ""):
        return ()
    pairs = dict(value).items()
    return tuple(sorted((_language(language), _text(2000, needed=True)(text)) for language, text in pairs))


def _bool(value: Any) -> bool | None:
    if value in (None, ""):
        return None
    if not isinstance(value, bool):
        raise ValueProblem(_("This must be true or false."))
    return value


def check_slug(value: Any) -> str:
    slug = _text(80, needed=True)(value)
    if not _SLUG.match(slug):
        raise ValueProblem(
            _("“%(value)s” is not made of lower-case letters, digits and hyphens.") % {"value": slug[:80]}
        )
    return slug


# --- reading -------------------------------------------------------------------------------------------------------
def _lead(tool: Tool) -> Any:
    return next((row for row in tool.participations.all() if row.role == "lead"), None)


def _read_terms(vocabulary: str) -> Callable[[Tool, VocabularyIndex], tuple[str, ...]]:
    def read(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
        carried = (index.by_pk.get(row.term_id) for row in tool.classifications.all())
        return tuple(term.slug for term in carried if term is not None and term.vocabulary == vocabulary)

    return read


def _read_term(attribute: str) -> Callable[[Tool, VocabularyIndex], str]:
    def read(tool: Tool, index: VocabularyIndex) -> str:
        term = index.by_pk.get(getattr(tool, f"{attribute}_id"))
        return term.slug if term else ""

    return read


def _read_organisation(tool: Tool, index: VocabularyIndex) -> str:
    lead = _lead(tool)
    return lead.organisation.name if lead else ""


def _read_type_of_lead(tool: Tool, index: VocabularyIndex) -> str:
    lead = _lead(tool)
    term = index.by_pk.get(lead.organisation.organisation_type_id) if lead else None
    return term.slug if term else ""


def _read_partners(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple(
        (("name", row.organisation.name), ("contribution", row.contribution))
        for row in tool.participations.all()
        if row.role != "lead"
    )


def _read_claims(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple(
        (
            ("claim", row.claim),
            ("year", row.year),
            ("method", row.method),
            ("source_url", row.source_url),
            ("is_independent", row.is_independent),
        )
        for row in tool.impact_claims.all()
    )


def _read_sources(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple(
        (
            ("title", row.title),
            ("url", row.url),
            ("seen", row.is_seen),
            ("publisher", row.publisher),
            ("seen_on", row.seen_on),
            ("supports", row.supports),
        )
        for row in tool.sources.all()
    )


def _read_links(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple((("kind", row.kind), ("url", row.url), ("label", row.label)) for row in tool.links.all())


def _read_words(kind: str) -> Callable[[Tool, VocabularyIndex], Any]:
    def read(tool: Tool, index: VocabularyIndex) -> Any:
        return tuple(sorted((row.language, row.text) for row in tool.texts.all() if row.kind == kind))

    return read


def _column(name: str, check: Callable[[Any], Any], attribute: str = "") -> RecordField:
    attribute = attribute or name
    return RecordField(name, check, lambda tool, index: getattr(tool, attribute), attribute=attribute)


def _single(name: str, vocabulary: str) -> RecordField:
    attribute = vocabulary
    return RecordField(name, _slug_of(vocabulary), _read_term(attribute), attribute=attribute, vocabulary=vocabulary)


def _several(name: str, vocabulary: str) -> RecordField:
    return RecordField(
        name,
        _list_of(_slug_of(vocabulary)),
        _read_terms(vocabulary),
        relation="classifications",
        vocabulary=vocabulary,
    )


FIELDS: Mapping[str, RecordField] = {
    field.name: field
    for field in (
        _column("name", _line(200, needed=True)),
        RecordField(
            "aka",
            _list_of(_line(200)),
            lambda tool, index: tuple(row.name for row in tool.aliases.all()),
            relation="aliases",
        ),
        RecordField(
            "organisation",
            _line(200),
            _read_organisation,
            relation="participations",
        ),
        RecordField(
            "organisation_type", _slug_of("organisation_type"), _read_type_of_lead, vocabulary="organisation_type"
        ),
        RecordField(
            "partners",
            _rows(name=_line(200, needed=True), contribution=_one_of(CONTRIBUTIONS, "unknown")),
            _read_partners,
            relation="participations",
        ),
        _column("url", _address()),
        _column("summary", _text(4000, needed=True)),
        _several("tool_types", "tool_type"),
        _several("pillars", "pillar"),
        _several("exploitation", "exploitation"),
        _several("target_users", "target_user"),
        _several("technologies", "technology"),
        _several("infrastructure", "infrastructure"),
        _several("regions", "region"),
        RecordField(
            "countries",
            _list_of(_country),
            lambda tool, index: tuple(row.code for row in tool.countries.all()),
            relation="countries",
        ),
        _column("origin_country", _country),
        RecordField(
            "languages",
            _list_of(_language),
            lambda tool, index: tuple(row.code for row in tool.languages.all()),
            relation="languages",
        ),
        _single("status", "status"),
        _column("status_note", _text()),
        _column("status_date", _date),
        _column("launched", _year),
        _column("ended", _year),
        _column("ended_because", _text()),
        _single("access", "access"),
        _column("licence", _line(60)),
        _column("source_repo", _address()),
        _single("handles_victim_data", "victim_data"),
        _column("personal_data", _text()),
        _column("consent", _text()),
        _column("hosting", _text()),
        _column("human_oversight", _text()),
        _column("known_risks", _text()),
        _column("survivor_involvement", _text()),
        RecordField(
            "impact_claims",
            _rows(
                claim=_text(needed=True),
                year=_year,
                method=_one_of(METHODS),
                source_url=_address(1000),
                is_independent=_bool,
            ),
            _read_claims,
            relation="impact_claims",
        ),
        RecordField(
            "sources",
            _rows(
                title=_line(500, needed=True),
                url=_address(1000),
                seen=lambda value: bool(_bool(value)),
                publisher=_line(200),
                seen_on=_date,
                supports=_line(300),
            ),
            _read_sources,
            relation="sources",
        ),
        RecordField(
            "links",
            _rows(
                kind=_one_of(("app-store", "documentation", "contact", "demonstration", "other"), "other"),
                url=_address(1000),
                label=_line(200),
            ),
            _read_links,
            relation="links",
        ),
        _column("confidence", _one_of(CONFIDENCES, "medium")),
        _column("notes", _text()),
        _several("seeking", "seeking"),
        _column("disclosure", _one_of(tuple(Disclosure.values), "public")),
        _column("restricted_detail", _text()),
        _column("curator_notes", _text()),
        _column("last_verified_on", _date),
        RecordField("taglines", _words, _read_words("tagline"), relation="texts"),
        RecordField("summaries", _words, _read_words("summary"), relation="texts"),
        RecordField(
            "tags",
            _list_of(_line(100)),
            lambda tool, index: tuple(sorted(row.tag.name for row in tool.tagged_items.all())),
            relation="tagged_items",
        ),
    )
}


def read_values(tool: Tool, names: Any = None) -> dict[str, Any]:
    """The tool's present values under the data set's names, canonical. Prefetch the children first."""
    index = vocabulary_index()
    return {name: FIELDS[name].read(tool, index) for name in (names or FIELDS)}


def check_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Canonical values and, for those that can't be stored, a sentence each."""
    good: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in values.items():
        if name not in FIELDS:
            problems[name] = _("The record has no field of this name.")
            continue
        try:
            good[name] = FIELDS[name].check(value)
        except ValueProblem as problem:
            problems[name] = str(problem)
        except (TypeError, ValueError, AttributeError):
            problems[name] = _("This has not the form that the field needs.")
    launched, ended = good.get("launched"), good.get("ended")
    if launched and ended and ended < launched:
        problems["ended"] = _("It can't end (%(ended)d) before it was launched (%(launched)d).") % {
            "ended": ended,
            "launched": launched,
        }
    if good.get("restricted_detail") and good.get("disclosure") == Disclosure.PUBLIC:
        problems["disclosure"] = detail_needs_level()
    return good, problems


def detail_needs_level() -> str:
    return _("A record with restricted detail needs a disclosure level for it.")


def plain(value: Any) -> Any:
    """A canonical value as JSON keeps it: lists, dictionaries, ISO dates."""
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if isinstance(value, tuple):
        if value and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in value):
            return {key: plain(one) for key, one in value}
        return [plain(one) for one in value]
    return value
