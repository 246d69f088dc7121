"""What a column can be: a field that it feeds, and how that reads its cells, or something that feeds none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.fields import FIELDS
from taxonomy.index import COUNTRY, LANGUAGE

# Columns that feed no field: left out for privacy, left out as the survey tool's own, or deciding over the row.
PRIVATE, TECHNICAL, CONSENT = "private", "technical", "consent"
# A curator's choice for a column about publication: what a yes under it means; UNSURE is a guess nobody confirmed.
CONSENT_GRANTS, CONSENT_REFUSES, CONSENT_UNSURE = "consent-grants", "consent-refuses", "consent-unsure"


class CellKind(StrEnum):
    """How cells are read: terms of a vocabulary (one or several), and so on."""

    TERM = "term"
    TERMS = "terms"
    YEAR = "year"
    DATE = "date"
    ADDRESS = "address"
    TEXT = "text"
    TEXTS = "texts"
    PARTNERS = "partners"
    SOURCES = "sources"
    CHOICE = "choice"
    IDENTIFIER = "identifier"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class ImportField:
    """``vocabulary`` for term fields; ``is_several`` when more than one column may feed it."""

    name: str
    kind: CellKind
    vocabulary: str = ""

    @property
    def is_several(self) -> bool:
        return self.kind in (CellKind.TERMS, CellKind.TEXTS, CellKind.PARTNERS, CellKind.SOURCES)

    @property
    def has_terms(self) -> bool:
        return self.kind in (CellKind.TERM, CellKind.TERMS)


# Never set by a spreadsheet: what only the registry's own forms may change.
_NOT_IMPORTED = frozenset(("disclosure", "restricted_detail", "taglines", "summaries", "impact_claims", "links"))
_KINDS = {
    "aka": CellKind.TEXTS,
    "tags": CellKind.TEXTS,
    "partners": CellKind.PARTNERS,
    "sources": CellKind.SOURCES,
    "url": CellKind.ADDRESS,
    "source_repo": CellKind.ADDRESS,
    "launched": CellKind.YEAR,
    "ended": CellKind.YEAR,
    "status_date": CellKind.DATE,
    "last_verified_on": CellKind.DATE,
    "confidence": CellKind.CHOICE,
}
_SINGLE_TERMS = frozenset(("organisation_type", "status", "access", "handles_victim_data"))


def _field(name: str) -> ImportField:
    vocabulary = FIELDS[name].vocabulary
    if vocabulary:
        return ImportField(name, CellKind.TERM if name in _SINGLE_TERMS else CellKind.TERMS, vocabulary)
    if name == "countries":
        return ImportField(name, CellKind.TERMS, COUNTRY)
    if name == "origin_country":
        return ImportField(name, CellKind.TERM, COUNTRY)
    if name == "languages":
        return ImportField(name, CellKind.TERMS, LANGUAGE)
    return ImportField(name, _KINDS.get(name, CellKind.TEXT))


IMPORT_FIELDS: Mapping[str, ImportField] = {
    **{name: _field(name) for name in FIELDS if name not in _NOT_IMPORTED},
    "id": ImportField("id", CellKind.IDENTIFIER),
    "updated_at": ImportField("updated_at", CellKind.STAMP),
}

# Fields in which a plain “No” says nothing; in others it is an answer.
NO_IS_NOTHING = frozenset(
    (
        "countries", "origin_country", "regions", "languages", "organisation", "partners", "name", "aka", "summary",
        "notes", "tags", "url", "source_repo", "licence", "sources", "curator_notes",
    )
)  # fmt: skip
