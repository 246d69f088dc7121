"""When a record last changed for readers: a digest of what they can see decides, not that somebody saved it.

An edit of a restricted detail or a curator's note moves no date, feed, sitemap or header, so that nobody learns from
them which records hold something back. What readers can see is the Record at the public level; the level of disclosure
is left out of it for the same reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from django.utils import timezone

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import Record, iterate_records
from taxonomy.many import PORTION, with_any_of

_NOT_SHOWN = ("pk", "created_at", "updated_at", "disclosure", "restricted_detail")


def digest_of(record: Record) -> str:
    """Return the digest of what a reader sees of a record; the record must be one of the public level."""
    values = {name: value for name, value in asdict(record).items() if name not in _NOT_SHOWN}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def note_changes(slugs: Iterable[str]) -> None:
    """Move the date of those public records whose public content isn't what it was."""
    now = timezone.now()
    for chunk in with_any_of(Tool.objects.public(), "slug", slugs):
        known = dict(chunk.values_list("pk", "public_digest"))
        fresh = {record.pk: digest_of(record) for record in iterate_records(chunk, Level.PUBLIC)}
        changed = [
            Tool(pk=pk, public_digest=digest, public_changed_at=now)
            for pk, digest in fresh.items()
            if known.get(pk) != digest
        ]
        Tool.objects.bulk_update(changed, ["public_digest", "public_changed_at"])


def note_first_digests() -> int:
    """Give a digest to public records that have none yet, leaving their dates; returns how many these were."""
    lacking = Tool.objects.public().filter(public_digest="").order_by("pk")
    fresh = [Tool(pk=record.pk, public_digest=digest_of(record)) for record in iterate_records(lacking, Level.PUBLIC)]
    Tool.objects.bulk_update(fresh, ["public_digest"], batch_size=PORTION)
    return len(fresh)
