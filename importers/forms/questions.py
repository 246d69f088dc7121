"""What a survey asks, and the choices that it offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from importers.lexicon.fields import IMPORT_FIELDS, CellKind
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex

# Regions follow from the countries.
_NOT_ASKED = frozenset({"regions"})
_GROUPS = {
    "initiative": ("name", "aka", "organisation", "organisation_type", "origin_country", "url", "summary"),
    "classification": ("tool_types", "pillars", "exploitation", "target_users", "technologies", "infrastructure"),
    "use": ("countries", "languages", "status", "launched", "ended", "access", "licence", "source_repo"),
    "safety": ("handles_victim_data", "seeking", "partners", "sources", "notes"),
}
_GROUPED = {name for names in _GROUPS.values() for name in names}
_FURTHER = tuple(
    name for name, field in IMPORT_FIELDS.items() if field.kind is CellKind.TERMS and name not in _GROUPED | _NOT_ASKED
)
# Group of questions → fields, in the order in which a form asks; terms of a facet that no group names are asked last.
GROUPS = {**_GROUPS, **({"further": _FURTHER} if _FURTHER else {})}
ASKED = tuple(name for names in GROUPS.values() for name in names)
NEEDED = ("name", "summary")


@dataclass(frozen=True, slots=True)
class SurveyChoice:
    """``slug`` as stored, ``labels`` {language: text}."""

    slug: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels.get("en") or self.slug


def languages() -> tuple[str, ...]:
    """Every language that the vocabularies have labels in."""
    return vocabulary_index().languages


def choices(name: str, index: VocabularyIndex | None = None) -> list[SurveyChoice]:
    """The terms in use that a field may carry, in their order; group terms ("connectivity") left out."""
    index = index or vocabulary_index()
    field = IMPORT_FIELDS[name]
    if not field.has_terms:
        return []
    terms = index.terms(field.vocabulary)
    if field.vocabulary == "infrastructure":
        terms = tuple(term for term in terms if not index.children(field.vocabulary, term.slug))
    return [SurveyChoice(term.slug, term.labels) for term in terms]
