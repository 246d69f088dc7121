"""Reads a field's present value from a tool, canonical; the tool's children should be prefetched."""

from __future__ import annotations

from collections.abc import Callable
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


def read_claims(tool: Tool, index: VocabularyIndex) -> Any:
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


def read_sources(tool: Tool, index: VocabularyIndex) -> Any:
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


def read_links(tool: Tool, index: VocabularyIndex) -> Any:
    return tuple((("kind", row.kind), ("url", row.url), ("label", row.label)) for row in tool.links.all())


def read_wordings(kind: str) -> Callable[[Tool, VocabularyIndex], Any]:
    def read(tool: Tool, index: VocabularyIndex) -> Any:
        return tuple(sorted((row.language, row.text) for row in tool.texts.all() if row.kind == kind))

    return read


def read_aliases(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
    return tuple(row.name for row in tool.aliases.all())


def read_tags(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
    return tuple(sorted(row.tag.name for row in tool.tagged_items.all()))


def read_codes(relation: str) -> Callable[[Tool, VocabularyIndex], tuple[str, ...]]:
    """Read the codes of the tool's countries or languages."""

    def read(tool: Tool, index: VocabularyIndex) -> tuple[str, ...]:
        return tuple(row.code for row in getattr(tool, relation).all())

    return read
