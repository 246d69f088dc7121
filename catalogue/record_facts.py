"""A public record's facts as plain data under the data set's names, and the record that they stand for.

These are what leaves the registry for other programs, and what ``PublishedRecord`` keeps of a record. A field leaves
when its declaration says on purpose that it is public (``catalogue.fields``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from catalogue.disclosure import Exposure
from catalogue.fields import FIELDS, plain
from catalogue.partial_dates import PartialDate
from catalogue.records import Claim, Link, LocalisedText, Party, Record, Reference

# Changes with every change of what is kept of a record, so that records kept by older code are made anew.
FORM: Final = 1
# What a declaration says on purpose to be public. Safeguards stand together under one name; ``disclosure`` is told by
# no list or file: it would be a list of where digging is worth it.
PUBLISHED: Final = tuple(
    name
    for name, field in FIELDS.items()
    if field.exposure is Exposure.PUBLIC and not field.is_safeguard and name != "disclosure"
)
# A record's page has an address of its own in each language, so the facts only say where it stands among them. As JSON
# this can't be part of a text, in which every quotation mark is escaped.
_NO_PAGE: Final = '"page": null'


def facts_of(record: Record) -> dict[str, Any]:
    """Return all public facts of a record; ``page`` is left empty.

    Lists of slugs and codes stay lists; what isn't known is null or empty.
    """
    facts = {
        "slug": record.slug,
        "name": record.name,
        "page": None,
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


def details_of(record: Record) -> dict[str, Any]:
    """Return what pages need of a public record beside its facts: parts of organisations, whether something is held
    back."""
    return {"parties": [asdict(party) for party in record.parties], "disclosure": record.disclosure}


def as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)


def with_page(facts: str, address: str) -> str:
    """Return the JSON of a record's facts with the address of its page."""
    return facts.replace(_NO_PAGE, f'"page": {json.dumps(address, ensure_ascii=False)}', 1)


def record_from(
    facts: str, details: str, pk: int, created_at: datetime, updated_at: datetime, restricted_detail: str = ""
) -> Record:
    """Make the record that the JSON of facts and details was made of; times come exactly, as the database has them."""
    known, beside = json.loads(facts), json.loads(details)
    values = {name: _READERS.get(name, _as_tuple)(known[name]) for name in _IN_FACTS if name in known}
    return Record(
        pk=pk,
        parties=tuple(Party(**{**party, "aka": tuple(party["aka"])}) for party in beside["parties"]),
        disclosure=beside["disclosure"],
        restricted_detail=restricted_detail,
        created_at=created_at,
        updated_at=updated_at,
        **values,
    )


_BESIDE_FACTS = {"pk", "parties", "disclosure", "restricted_detail", "created_at", "updated_at"}
_IN_FACTS = tuple(field.name for field in fields(Record) if field.name not in _BESIDE_FACTS)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _wordings(texts: Mapping[str, LocalisedText]) -> dict[str, dict[str, object]]:
    return {code: {"text": words.text, "reviewed": words.is_confirmed} for code, words in sorted(texts.items())}


def _read_wordings(value: Mapping[str, Any]) -> dict[str, LocalisedText]:
    return {code: LocalisedText(words["text"], words["reviewed"]) for code, words in value.items()}


def _iso(day: PartialDate | None) -> str | None:
    return day.isoformat() if day else None


def _read_date(value: str | None) -> PartialDate | None:
    return PartialDate.read(value) if value else None


def _read_claims(value: list[dict[str, Any]]) -> tuple[Claim, ...]:
    return tuple(
        Claim(row["claim"], row["year"], row["method"], row["source_url"], row["independent"]) for row in value
    )


def _read_sources(value: list[dict[str, Any]]) -> tuple[Reference, ...]:
    return tuple(Reference(**{**row, "seen_on": _read_date(row["seen_on"])}) for row in value)


def _read_links(value: list[dict[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(**row) for row in value)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "summaries": _read_wordings,
    "taglines": _read_wordings,
    "status_date": _read_date,
    "last_verified_on": _read_date,
    "impact_claims": _read_claims,
    "sources": _read_sources,
    "links": _read_links,
}
