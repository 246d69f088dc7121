"""Reads a field's present value from a tool, canonical; the tool's children should be prefetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from taxonomy.index import VocabularyIndex

if TYPE_CHECKING:
    from catalogue.models import Tool


def _lead(tool: Tool) -> Any:
    return next((row for row in tool.participations.all() if row.role == "lead"), None)


def read_terms(vocabulary: str) -> Callable[[Tool, VocabularyIndex], tuple[str, ...]]:
    def read(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
        carried = (index.by_pk.get(row.term_id) for row in tool.classifications.all())
        return tuple(term.slug for term in carried if term is not None and term.vocabulary == vocabulary)

    return read


def read_term(attribute: str) -> Callable[[Tool, VocabularyIndex], str]:
    def read(tool: Tool, index: VocabularyIndex) -> str:
        term = index.by_pk.get(getattr(tool, f"{attribute}_id"))
        return term.slug if term else ""

    return read


def read_organisation(tool: Tool, index: VocabularyIndex) -> str:
    lead = _lead(tool)
    return lead.organisation.name if lead else ""


def read_type_of_lead(tool: Tool, index: VocabularyIndex) -> str:
    lead = _lead(tool)
    term = index.by_pk.get(lead.organisation.organisation_type_id) if lead else None
    return term.slug if term else ""


def read_partners(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple(
        (("name", row.organisation.name), ("contribution", row.contribution))
        for row in tool.participations.all()
        if row.role != "lead"
    )


def read_rows(
    relation: str, parts: Iterable[str], attributes: Mapping[str, str]
) -> Callable[[Tool, VocabularyIndex], tuple[tuple[tuple[str, Any], ...], ...]]:
    """Read rows as (part, value) pairs; ``attributes`` names the row's attribute where it isn't called as the part."""
    named = [(part, attributes.get(part, part)) for part in parts]

    def read(tool: Tool, index: VocabularyIndex) -> tuple[tuple[tuple[str, Any], ...], ...]:
        rows = getattr(tool, relation).all()
        return tuple(tuple((part, getattr(row, attribute)) for part, attribute in named) for row in rows)

    return read


def read_wordings(kind: str) -> Callable[[Tool, VocabularyIndex], Any]:
    def read(tool: Tool, index: VocabularyIndex) -> Any:
        return tuple(sorted((row.language, row.text) for row in tool.texts.all() if row.kind == kind))

    return read


def read_tags(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
    return tuple(sorted(row.tag.name for row in tool.tagged_items.all()))


def read_each(relation: str, attribute: str) -> Callable[[Tool, VocabularyIndex], tuple[str, ...]]:
    """Read one attribute of each row, such as the codes of the tool's countries."""

    def read(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
        return tuple(getattr(row, attribute) for row in getattr(tool, relation).all())

    return read
