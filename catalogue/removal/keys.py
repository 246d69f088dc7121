"""Recognises addresses and names of removed records without keeping them: only their digests are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.models import RemovedKey
from text.transliteration import name_key

_PURPOSE = "removed record"
ADDRESS, NAME = "address", "name"
# Shorter names are those of too much else.
_SHORTEST_NAME = 3


def digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{_PURPOSE}\x00{kind}\x00{text}".encode()).hexdigest()


def keys_of(slugs: Iterable[str], names: Iterable[str]) -> set[str]:
    """Return the digests by which a record with these addresses and names is recognised."""
    short = {name_key(name) for name in names}
    keys = {digest(NAME, name) for name in short if len(name) >= _SHORTEST_NAME}
    return keys | {digest(ADDRESS, slug.lower()) for slug in slugs}


def was_removed() -> str:
    """Return the sentence for whoever brings a removed record again."""
    return _("A record of this name or address was removed for safety or by law, and stays out.")


def is_removed(slug: str) -> bool:
    """Tell whether the address was that of a removed record."""
    return RemovedKey.objects.filter(digest=digest(ADDRESS, slug.lower())).exists()


def removed_among(records: Iterable[tuple[str, Iterable[str]]]) -> set[str]:
    """Return the addresses of those records, given as (address, names), that were removed: by address or by a name."""
    if not RemovedKey.objects.exists():
        return set()
    by_slug = {slug: keys_of([slug], names) for slug, names in records}
    known = set(RemovedKey.objects.values_list("digest", flat=True))
    return {slug for slug, keys in by_slug.items() if keys & known}
