"""The organisations that drafts name: found by name, made when missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify
from taggit.models import Tag

from catalogue.models import Organisation
from taxonomy.index import vocabulary_index
from taxonomy.many import PORTION, rows_by_key


def free_slug(name: str, taken: set[str], limit: int = 80) -> str:
    """An address made of the name that nothing else has; it is added to ``taken``."""
    from anyascii import anyascii

    base = slugify(anyascii(name))[:limit].strip("-") or "record"
    slug, number = base, 2
    while slug in taken:
        tail = f"-{number}"
        slug, number = base[: limit - len(tail)].rstrip("-") + tail, number + 1
    taken.add(slug)
    return slug


def ensure_organisations(wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Organisation]:
    """``wanted``: {name: {"type": slug or "", "country": code or ""}}. Known facts are filled in, never blanked."""
    found = rows_by_key(Organisation.objects.all(), "name", wanted)
    index = vocabulary_index()
    taken = set(Organisation.objects.values_list("slug", flat=True))
    fresh, corrected = [], []
    for name, facts in wanted.items():
        type_pk = index.pk_of("organisation_type", facts["type"]) if facts.get("type") else None
        country = facts.get("country") or ""
        row = found.get(name)
        if row is None:
            fresh.append(
                Organisation(name=name, slug=free_slug(name, taken, 100), organisation_type_id=type_pk, country=country)
            )
            continue
        changed = False
        if type_pk and row.organisation_type_id != type_pk:
            row.organisation_type_id, changed = type_pk, True
        if country and not row.country:
            row.country, changed = country, True
        if changed:
            corrected.append(row)
    Organisation.objects.bulk_create(fresh)
    if corrected:
        Organisation.objects.bulk_update(corrected, ["organisation_type", "country"], batch_size=PORTION)
    return found | {row.name: row for row in fresh}


def ensure_tags(names: Iterable[str]) -> dict[str, Tag]:
    return {name: Tag.objects.get_or_create(name=name)[0] for name in sorted(set(names))}
