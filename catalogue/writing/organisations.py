"""The organisations that drafts name: found by name, made when missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify
from taggit.models import Tag

from catalogue.models import Organisation
from taxonomy.current import vocabulary_index
from taxonomy.many import PORTION, rows_by_key
from text.cleaning import identity_of


def free_slug(name: str, taken: set[str], limit: int = 80) -> str:
    """Return an address made of the name that nothing else has; it is added to ``taken``."""
    base = slugify(anyascii(name))[:limit].strip("-") or "record"
    slug, number = base, 2
    while slug in taken:
        tail = f"-{number}"
        slug, number = base[: limit - len(tail)].rstrip("-") + tail, number + 1
    taken.add(slug)
    return slug


def ensure_organisations(wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Organisation]:
    """``wanted``: {name: {"type": slug or "", "country": code or ""}}. Known facts are filled in, never blanked.

    Returns {name as it was given: organisation}; names that the eye can't tell apart are one organisation's.
    """
    by_name = _known(wanted)
    index = vocabulary_index()
    taken = set(Organisation.objects.values_list("slug", flat=True))
    made: dict[str, Organisation] = {}
    corrected = []
    for name, facts in wanted.items():
        type_pk = index.pk_of("organisation_type", facts["type"]) if facts.get("type") else None
        country = facts.get("country") or ""
        row = by_name.get(name) or made.get(identity_of(name))
        if row is None:
            slug = free_slug(name, taken, 100)
            row = Organisation(name=name, slug=slug, organisation_type_id=type_pk, country=country)
            made[identity_of(name)] = row
        by_name[name] = row
        if row.pk is None:
            continue
        changed = False
        if type_pk and row.organisation_type_id != type_pk:
            row.organisation_type_id, changed = type_pk, True
        if country and not row.country:
            row.country, changed = country, True
        if changed:
            corrected.append(row)
    Organisation.objects.bulk_create(made.values())
    if corrected:
        Organisation.objects.bulk_update(corrected, ["organisation_type", "country"], batch_size=PORTION)
    return by_name


def _known(names: Iterable[str]) -> dict[str, Organisation]:
    """Return {name: the organisation that bears it}: as it is written, else as it looks."""
    by_name = rows_by_key(Organisation.objects.all(), "name", names)
    others = [name for name in names if name not in by_name]
    if not others:
        return by_name
    by_identity = {identity_of(name): pk for pk, name in Organisation.objects.values_list("pk", "name")}
    pks = {name: by_identity[identity_of(name)] for name in others if identity_of(name) in by_identity}
    rows = rows_by_key(Organisation.objects.all(), "pk", pks.values())
    return by_name | {name: rows[pk] for name, pk in pks.items()}


def twin_of(name: str, besides: int | None = None) -> Organisation | None:
    """Find another organisation whose name the eye can't tell from this one."""
    wanted = identity_of(name)
    for pk, other in Organisation.objects.exclude(pk=besides).values_list("pk", "name"):
        if identity_of(other) == wanted:
            return Organisation.objects.get(pk=pk)
    return None


def ensure_tags(names: Iterable[str]) -> dict[str, Tag]:
    return {name: Tag.objects.get_or_create(name=name)[0] for name in sorted(set(names))}
