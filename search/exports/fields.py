"""A record's facts (``catalogue.record_facts``) as what leaves the registry for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings

from catalogue.record_facts import PUBLISHED, facts_of, with_page
from catalogue.records import Record
from common.addresses import address_of
from common.spreadsheets import CellValue

SEPARATOR = "; "
# Stands for any record's in an address.
_A_SLUG = "a-record"


def page_url(slug: str, language: str = "en") -> str:
    """The record's own page, as a full address."""
    return f"{settings.BASE_URL}{address_of('catalogue:tool', slug, language=language)}"


def as_dict(record: Record, language: str = "en") -> dict[str, Any]:
    """All public facts of a record, with the address of its page in the language."""
    return {**facts_of(record), "page": page_url(record.slug, language)}


def json_lines(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Records as they are kept, (address, facts as JSON), one a line; each as ``as_dict`` has it in English."""
    before, after = page_url(_A_SLUG).split(_A_SLUG)
    for slug, values in facts:
        yield with_page(values, f"{before}{slug}{after}") + "\n"


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
