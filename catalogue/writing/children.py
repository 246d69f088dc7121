"""Canonical values → the tool's rows, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from catalogue.fields import FIELDS, read_values
from catalogue.models import (
    ImpactClaim,
    Organisation,
    Participation,
    ParticipationRole,
    Source,
    TaggedTool,
    TextOrigin,
    Tool,
    ToolAlias,
    ToolClassification,
    ToolCountry,
    ToolLanguage,
    ToolLink,
    ToolText,
)
from taxonomy.current import vocabulary_index

# Relation name → model, in the order in which they are written.
RELATIONS: Mapping[str, type[models.Model]] = {
    "aliases": ToolAlias,
    "classifications": ToolClassification,
    "countries": ToolCountry,
    "languages": ToolLanguage,
    "participations": Participation,
    "impact_claims": ImpactClaim,
    "sources": Source,
    "links": ToolLink,
    "texts": ToolText,
    "tagged_items": TaggedTool,
}


def set_columns(tool: Tool, changes: Mapping[str, Any]) -> set[str]:
    """Set the tool's own columns; returns their names."""
    index = vocabulary_index()
    touched = set()
    for name, value in changes.items():
        field = FIELDS[name]
        if not field.attribute:
            continue
        if field.vocabulary:
            setattr(tool, f"{field.attribute}_id", index.pk_of(field.vocabulary, value) if value else None)
        else:
            setattr(tool, field.attribute, value)
        touched.add(field.attribute)
    return touched


def touched_relations(changes: Mapping[str, Any]) -> set[str]:
    return {FIELDS[name].relation for name in changes if FIELDS[name].relation}


def build_children(
    tool: Tool,
    relation: str,
    changes: Mapping[str, Any],
    organisations: Mapping[str, Organisation],
    tags: Mapping[str, Any],
    text_origin: str,
) -> list[Any]:
    """Return all rows of one relation as they will be after the change; rows that stay are the same objects.

    The tool's relations must be in memory, so that nothing here asks the database.
    """
    if relation == "classifications":
        return _classifications(tool, changes)
    if relation == "participations":
        return _participations(tool, changes, organisations)
    if relation == "texts":
        return _texts(tool, changes, text_origin)
    if relation == "tagged_items":
        return [TaggedTool(content_object=tool, tag=tags[name]) for name in changes["tags"]]
    if relation == "aliases":
        return [ToolAlias(name=name, sort_order=n) for n, name in enumerate(changes["aka"])]
    if relation in ("countries", "languages"):
        return [RELATIONS[relation](code=code, sort_order=n) for n, code in enumerate(changes[relation])]
    if relation == "sources":
        return [_source(dict(row), n) for n, row in enumerate(changes["sources"])]
    return [RELATIONS[relation](**dict(row), sort_order=n) for n, row in enumerate(changes[relation])]


def _source(row: dict[str, Any], n: int) -> Source:
    return Source(is_seen=row.pop("seen"), sort_order=n, **row)


def _classifications(tool: Tool, changes: Mapping[str, Any]) -> list[ToolClassification]:
    index = vocabulary_index()
    names = [name for name, field in FIELDS.items() if field.relation == "classifications"]
    changed = {FIELDS[name].vocabulary for name in names if name in changes}
    untouched = [row for row in tool.classifications.all() if index.by_pk[row.term_id].vocabulary not in changed]
    fresh = [
        ToolClassification(term_id=term.pk, sort_order=n)
        for name in names
        for n, slug in enumerate(changes.get(name, ()))
        if (term := index.term(FIELDS[name].vocabulary, slug)) is not None
    ]
    return untouched + fresh


def _participations(tool: Tool, changes: Mapping[str, Any], organisations: Mapping[str, Organisation]) -> list[Any]:
    present = read_values(tool, ("organisation", "partners"))
    lead = changes.get("organisation", present["organisation"])
    rows = []
    if lead:
        rows.append(Participation(organisation=organisations[lead], role=ParticipationRole.LEAD))
    for row in changes.get("partners", present["partners"]):
        partner = dict(row)
        rows.append(Participation(organisation=organisations[partner["name"]], contribution=partner["contribution"]))
    for n, row in enumerate(rows):
        row.sort_order = n
    return rows


def _texts(tool: Tool, changes: Mapping[str, Any], origin: str) -> list[ToolText]:
    """Return the texts; one that a person wrote or confirmed stays, unless a person replaces it."""
    rows: dict[tuple[str, str], ToolText] = {(row.kind, row.language): row for row in tool.texts.all()}
    for name, kind in (("taglines", "tagline"), ("summaries", "summary")):
        if name not in changes:
            continue
        wanted = dict(changes[name])
        for key in [key for key in rows if key[0] == kind and key[1] not in wanted]:
            if origin == TextOrigin.PERSON or not rows[key].is_confirmed:
                del rows[key]
        for language, text in wanted.items():
            row = rows.get((kind, language))
            if row is not None and (row.text == text or (row.is_confirmed and origin == TextOrigin.MACHINE)):
                continue
            rows[(kind, language)] = ToolText(kind=kind, language=language, text=text, origin=origin)
    return list(rows.values())
