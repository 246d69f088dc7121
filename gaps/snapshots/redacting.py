"""What a snapshot no longer says of a record, though it goes on counting it.

Two cases. A record that was **removed** for safety or by law, or values that were taken out of its history, leave the
frozen bytes for good: a tombstone stands in their place, what is needed to count stays apart (``Snapshot.withheld``,
without name or address, never served), and the chain of digests says when that happened. A record that is merely **not
public now** is left out of whatever is served, and the frozen bytes stay as they are.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.addresses import public_addresses
from gaps.axes import AXIS_KEYS
from gaps.models.snapshots import Snapshot
from gaps.serializers import canonical_json

# A record's own facts beside the values of its facets, with what stands for none.
_FACTS: Mapping[str, Any] = {"confidence": "", "launched": None, "ended": None}


def tombstone(token: str, content: Mapping[str, Any]) -> str:
    """The key of a tombstone: no address can be that. ``token`` is the same for one record in every snapshot."""
    key, number = f"removed:{token}", 2
    while key in content["records"]:
        key, number = f"removed:{token}:{number}", number + 1
    return key


@transaction.atomic
def forget_records(slugs: Collection[str], token: str) -> int:
    """Replace a record by a tombstone in every snapshot, whichever address it had then; returns in how many."""
    changed = 0
    for snapshot in Snapshot.objects.order_by("number").select_for_update():
        content = snapshot.content
        present = [slug for slug in slugs if slug in content["records"]]
        if not present:
            continue
        withheld = snapshot.withheld_values
        for slug in present:
            key = tombstone(token, content)
            entry = {name: value for name, value in content["records"].pop(slug).items() if name != "name"}
            withheld[key] = _merged(entry, withheld.pop(slug, {}))
            content["records"][key] = {"removed": True}
            content["population"] = sorted(key if one == slug else one for one in content["population"])
        _keep(snapshot, content, withheld)
        changed += 1
    return changed


@transaction.atomic
def forget_values(slugs: Collection[str], fields: Collection[str], name: str = "") -> int:
    """Take what a record said in some fields out of every snapshot; ``name``: what it is called now, if that is one.

    ``fields``: facet keys, confidence, launched, ended, name. Returns in how many snapshots something was.
    """
    changed = 0
    for snapshot in Snapshot.objects.order_by("number").select_for_update():
        content = snapshot.content
        withheld = snapshot.withheld_values
        is_changed = False
        for slug in slugs:
            entry = content["records"].get(slug)
            if entry is None or entry.get("removed"):
                continue
            taken = _taken(entry, fields)
            if taken:
                withheld[slug] = _merged(taken, withheld.get(slug, {}))
                entry["withheld"] = sorted({*entry.get("withheld", ()), *taken.get("values", ()), *_facts_of(taken)})
            if "name" in fields and name and entry["name"] != name:
                entry["name"] = name
                is_changed = True
            is_changed = is_changed or bool(taken)
        if is_changed:
            _keep(snapshot, content, withheld)
            changed += 1
    return changed


def _taken(entry: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """Take the fields out of an entry and return them."""
    values = {key: entry["values"].pop(key) for key in AXIS_KEYS if key in fields and key in entry["values"]}
    taken: dict[str, Any] = {"values": values} if values else {}
    for fact, nothing in _FACTS.items():
        if fact in fields and entry[fact] != nothing:
            taken[fact], entry[fact] = entry[fact], nothing
    return taken


def _facts_of(taken: Mapping[str, Any]) -> list[str]:
    return [fact for fact in _FACTS if fact in taken]


def _merged(entry: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept apart of one record: the newly taken with what was taken before, which counts."""
    values = {**entry.get("values", {}), **earlier.get("values", {})}
    return {**{name: value for name, value in entry.items() if name != "withheld"}, **earlier, "values": values}


def _keep(snapshot: Snapshot, content: dict[str, Any], withheld: dict[str, Any]) -> None:
    """Store a redacted content as the next link of the chain of digests."""
    content["redacted"] = {"digest_of_original": snapshot.original_digest}
    raw = canonical_json(content)
    digest = hashlib.sha256(raw).hexdigest()
    link = {"on": timezone.localdate().isoformat(), "digest_before": snapshot.digest, "digest_after": digest}
    snapshot.redactions = [*snapshot.redactions, link]
    snapshot.digest = digest
    snapshot.packed = zlib.compress(raw, 9)
    snapshot.withheld = zlib.compress(json.dumps(withheld, sort_keys=True).encode(), 9)
    snapshot.save(update_fields=["redactions", "digest", "packed", "withheld"])


def frozen_bytes(snapshot: Snapshot) -> bytes:
    """The snapshot as it is served: the very bytes that were frozen, as long as every record in it is public.

    Records that aren't public now are left out, and how many is said, with the digest of what was frozen.
    """
    content = snapshot.content
    gone = not_public(content["records"])
    if not gone:
        return snapshot.raw
    keys = {slug: f"withheld:{number}" for number, slug in enumerate(sorted(gone), start=1)}
    for slug, key in keys.items():
        del content["records"][slug]
        content["records"][key] = {"withheld": True}
    content["population"] = [keys.get(slug, slug) for slug in content["population"]]
    content["redacted"] = {
        "digest_of_original": snapshot.original_digest,
        "digest_of_frozen": snapshot.digest,
        "not_public_now": len(gone),
    }
    return canonical_json(content)


def not_public(records: Iterable[str]) -> set[str]:
    """Of the addresses in a snapshot those that lead to no public record today; tombstones aren't addresses."""
    slugs = {slug for slug in records if ":" not in slug}
    return slugs - public_addresses(slugs)
