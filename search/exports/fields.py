"""A record as plain data under the data set's names: what leaves the registry for other programs.

A field leaves it when its declaration says on purpose that it is public (``catalogue.fields``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from catalogue.disclosure import Exposure
from catalogue.fields import FIELDS, plain
from catalogue.partial_dates import PartialDate
from catalogue.records import LocalisedText, Record
from common.spreadsheets import CellValue

SEPARATOR = "; "


def page_url(slug: str, language: str = "en") -> str:
    """The record's own page, as a full address."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse('catalogue:tool', args=[slug])}"


def _wordings(texts: Any) -> dict[str, dict[str, object]]:
    by_language: dict[str, LocalisedText] = dict(texts)
    return {code: {"text": words.text, "reviewed": words.is_confirmed} for code, words in sorted(by_language.items())}


# What a declaration says on purpose to be public. Safeguards stand together under one name; ``disclosure`` is told by
# no list or file: it would be a list of where digging is worth it.
PUBLISHED = tuple(
    name
    for name, field in FIELDS.items()
    if field.exposure is Exposure.PUBLIC and not field.is_safeguard and name != "disclosure"
)


def as_dict(record: Record, language: str = "en") -> dict[str, Any]:
    """All public facts of a record. Lists of slugs and codes stay lists; what isn't known is null or empty."""
    facts = {
        "slug": record.slug,
        "name": record.name,
        "page": page_url(record.slug, language),
        "aka": list(record.aka),
        "organisation": record.organisation,
        "organisation_type": record.organisation_type,
        "partners": [{"name": party.name, "contribution": party.contribution} for party in record.partners],
        "url": record.url,
        "summary": record.summary,
        "summaries": _wordings(record.summaries),
        "taglines": _wordings(record.taglines),
        "tool_types": list(record.tool_types),
        "pillars": list(record.pillars),
        "exploitation": list(record.exploitation),
        "target_users": list(record.target_users),
        "technologies": list(record.technologies),
        "infrastructure": list(record.infrastructure),
        "regions": list(record.regions),
        "countries": list(record.countries),
        "origin_country": record.origin_country,
        "languages": list(record.languages),
        "status": record.status,
        "status_note": record.status_note,
        "status_date": _iso(record.status_date),
        "launched": record.launched,
        "ended": record.ended,
        "ended_because": record.ended_because,
        "access": record.access,
        "licence": record.licence,
        "source_repo": record.source_repo,
        "handles_victim_data": record.handles_victim_data,
        "safeguards": dict(record.safeguards),
        "impact_claims": [
            {
                "claim": claim.claim,
                "year": claim.year,
                "method": claim.method,
                "source_url": claim.source_url,
                "independent": claim.is_independent,
            }
            for claim in record.impact_claims
        ],
        "evidence": list(record.evidence),
        "sources": [
            {
                "title": source.title,
                "url": source.url,
                "publisher": source.publisher,
                "seen": source.seen,
                "seen_on": _iso(source.seen_on),
                "supports": source.supports,
            }
            for source in record.sources
        ],
        "links": [{"kind": link.kind, "url": link.url, "label": link.label} for link in record.links],
        "seeking": list(record.seeking),
        "confidence": record.confidence,
        "in_doubt": record.is_in_doubt,
        "notes": record.notes,
        "tags": list(record.tags),
        "last_verified_on": _iso(record.last_verified_on),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }
    return facts | {name: plain(getattr(record, name)) for name in PUBLISHED if name not in facts}


def _iso(day: PartialDate | None) -> str | None:
    return day.isoformat() if day else None


def _cell(value: object) -> CellValue:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, (list, tuple)):
        return SEPARATOR.join(str(item) for item in value)
    return str(value)


# Columns of a table: the data set's names, in its order; lists in one cell, separated by semicolons.
_FIRST = (
    "slug", "name", "aka", "organisation", "organisation_type", "partners", "url", "summary", "tool_types", "pillars",
    "exploitation", "target_users", "technologies", "infrastructure", "regions", "countries", "origin_country",
    "languages", "status", "launched", "ended", "access", "licence", "source_repo", "handles_victim_data", "evidence",
    "impact_claims", "sources", "seeking", "confidence", "in_doubt", "notes", "last_verified_on",
)  # fmt: skip
# Too long for a cell, or rows with parts of their own.
_NOT_IN_A_TABLE = frozenset({"status_note", "status_date", "ended_because", "summaries", "taglines", "links", "tags"})
# What a cell says where that isn't the record's attribute of the name.
_COMPOSED: dict[str, Callable[[Record], object]] = {
    "partners": lambda record: [party.name for party in record.partners],
    "impact_claims": lambda record: [claim.claim for claim in record.impact_claims],
    "sources": lambda record: [source.url or source.title for source in record.sources],
    "in_doubt": lambda record: "yes" if record.is_in_doubt else "no",
}
_FACTS = (*_FIRST, *(name for name in PUBLISHED if name not in _NOT_IN_A_TABLE and name not in _FIRST))
HEADER: tuple[str, ...] = (*_FACTS, "page")


def as_cells(record: Record, language: str = "en") -> list[CellValue]:
    """A record as one line of a table; years are numbers."""
    cells = [_cell(_COMPOSED[name](record) if name in _COMPOSED else getattr(record, name)) for name in _FACTS]
    return [*cells, page_url(record.slug, language)]
