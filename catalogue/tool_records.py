"""Records made of the tools' own rows: for curators, previews, and to write what readers get (``published_records``).

Readers are given what is kept of public tools (``PublishedRecord``); the rooms that serve them don't import this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from catalogue.disclosure import Exposure, Level, may_read_restricted
from catalogue.fields import FIELDS
from catalogue.records import (
    FIELD_OF_SINGLE,
    FIELD_OF_VOCABULARY,
    SAFEGUARDS,
    Claim,
    Link,
    LocalisedText,
    Party,
    Record,
    Reference,
    evidence_of,
)
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex

if TYPE_CHECKING:
    from catalogue.models import Tool
    from catalogue.querysets import ToolQuerySet

# Columns whose value is the tool's own, as it stands there.
_COLUMNS = tuple(
    name
    for name, declared in FIELDS.items()
    if declared.attribute == name
    and declared.exposure is Exposure.PUBLIC
    and name not in {*SAFEGUARDS, *FIELD_OF_SINGLE}
)


def record_of(tool: Tool, level: Level = Level.PUBLIC, index: VocabularyIndex | None = None) -> Record:
    """Make a record of a tool, as a reader of the level may see it; prefetch its children (``with_children``)."""
    terms = (index or vocabulary_index()).by_pk

    def slug_of(pk: int | None) -> str:
        return terms[pk].slug if pk in terms else ""

    carried: dict[str, list[str]] = {vocabulary: [] for vocabulary in FIELD_OF_VOCABULARY}
    for row in tool.classifications.all():
        term = terms.get(row.term_id)
        if term is not None and term.vocabulary in carried:
            carried[term.vocabulary].append(term.slug)
    claims = tuple(
        Claim(row.claim, row.year, row.method, row.source_url, row.is_independent) for row in tool.impact_claims.all()
    )
    words: dict[str, dict[str, LocalisedText]] = {"tagline": {}, "summary": {}}
    for row in tool.texts.all():
        words[row.kind][row.language] = LocalisedText(row.text, row.is_confirmed)
    values: dict[str, Any] = {name: getattr(tool, name) for name in _COLUMNS}
    values |= {FIELD_OF_VOCABULARY[vocabulary]: tuple(slugs) for vocabulary, slugs in carried.items()}
    values |= {name: slug_of(getattr(tool, f"{vocabulary}_id")) for vocabulary, name in FIELD_OF_SINGLE.items()}
    return Record(
        pk=tool.pk or 0,
        slug=tool.slug,
        **values,
        aka=tuple(row.name for row in tool.aliases.all()),
        parties=tuple(
            Party(
                name=row.organisation.name,
                slug=row.organisation.slug,
                role=row.role,
                contribution=row.contribution,
                organisation_type=slug_of(row.organisation.organisation_type_id),
                country=row.organisation.country,
                aka=tuple(alias.name for alias in row.organisation.aliases.all()),
            )
            for row in tool.participations.all()
        ),
        countries=tuple(row.code for row in tool.countries.all()),
        languages=tuple(row.code for row in tool.languages.all()),
        safeguards={name: getattr(tool, name) for name in SAFEGUARDS if getattr(tool, name)},
        impact_claims=claims,
        evidence=evidence_of(claims),
        sources=tuple(
            Reference(row.title, row.url, row.publisher, row.is_seen, row.seen_on, row.supports)
            for row in tool.sources.all()
        ),
        links=tuple(Link(row.kind, row.url, row.label) for row in tool.links.all()),
        restricted_detail=tool.restricted_detail if may_read_restricted(tool.disclosure, level) else "",
        taglines=words["tagline"],
        summaries=words["summary"],
        tags=tuple(row.tag.name for row in tool.tagged_items.all()),
        created_at=tool.created_at,
        updated_at=tool.public_changed_at,
    )


def records_of(tools: ToolQuerySet, level: Level = Level.PUBLIC, chunk: int = 2000) -> Iterator[Record]:
    """Make records of many tools, public or not: a constant number of queries a chunk, bounded memory.

    Readers are given what is kept of public ones instead (``PublishedRecord``).
    """
    index = vocabulary_index()
    for tool in tools.with_children().iterator(chunk_size=chunk):
        yield record_of(tool, level, index)
