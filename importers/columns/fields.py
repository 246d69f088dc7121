"""The fields that a column can feed, and how each reads its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.fields import FIELDS
from taxonomy.index import COUNTRY, LANGUAGE


class Kind(StrEnum):
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
    kind: Kind
    vocabulary: str = ""

    @property
    def is_several(self) -> bool:
        return self.kind in (Kind.TERMS, Kind.TEXTS, Kind.PARTNERS, Kind.SOURCES)

    @property
    def has_terms(self) -> bool:
        return self.kind in (Kind.TERM, Kind.TERMS)


# Never set by a spreadsheet: what only the registry's own forms may change.
_NOT_IMPORTED = frozenset(("disclosure", "restricted_detail", "taglines", "summaries", "impact_claims", "links"))
_KINDS = {
    "aka": Kind.TEXTS,
    "tags": Kind.TEXTS,
    "partners": Kind.PARTNERS,
    "sources": Kind.SOURCES,
    "url": Kind.ADDRESS,
    "source_repo": Kind.ADDRESS,
    "launched": Kind.YEAR,
    "ended": Kind.YEAR,
    "status_date": Kind.DATE,
    "last_verified_on": Kind.DATE,
    "confidence": Kind.CHOICE,
}
_SINGLE_TERMS = frozenset(("organisation_type", "status", "access", "handles_victim_data"))


def _field(name: str) -> ImportField:
    vocabulary = FIELDS[name].vocabulary
    if vocabulary:
        return ImportField(name, Kind.TERM if name in _SINGLE_TERMS else Kind.TERMS, vocabulary)
    if name == "countries":
        return ImportField(name, Kind.TERMS, COUNTRY)
    if name == "origin_country":
        return ImportField(name, Kind.TERM, COUNTRY)
    if name == "languages":
        return ImportField(name, Kind.TERMS, LANGUAGE)
    return ImportField(name, _KINDS.get(name, Kind.TEXT))


IMPORT_FIELDS: Mapping[str, ImportField] = {
    **{name: _field(name) for name in FIELDS if name not in _NOT_IMPORTED},
    "id": ImportField("id", Kind.IDENTIFIER),
    "updated_at": ImportField("updated_at", Kind.STAMP),
}

# Fields in which a plain “No” says nothing; in others it is an answer.
NO_IS_NOTHING = frozenset(
    (
        "countries", "origin_country", "regions", "languages", "organisation", "partners", "name", "aka", "summary",
        "notes", "tags", "url", "source_repo", "licence", "sources", "curator_notes",
    )
)  # fmt: skip
