"""What a column can be: a field that it feeds, and how that reads its cells, or something that feeds none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.fields import FIELDS

# Columns that feed no field: left out for privacy, left out as the survey tool's own, or deciding over the row.
PRIVATE, TECHNICAL, CONSENT = "private", "technical", "consent"
# A curator's choice for a column about publication: what a yes under it means; UNSURE is a guess nobody confirmed.
CONSENT_GRANTS, CONSENT_REFUSES, CONSENT_UNSURE = "consent-grants", "consent-refuses", "consent-unsure"


class CellKind(StrEnum):
    """How cells are read: as the field's declaration says (``catalogue.fields``), or as a key of the row."""

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


IMPORT_FIELDS: Mapping[str, ImportField] = {
    **{
        name: ImportField(name, CellKind(field.kind), field.value_set)
        for name, field in FIELDS.items()
        if field.is_imported
    },
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
