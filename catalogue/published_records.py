"""Writes the record that readers get of each public tool (``PublishedRecord``), in the transaction that changes it.

It also says when a record last changed for readers: a digest of what they can see decides, not that somebody saved it.
An edit of a restricted detail or a curator's note moves no date, feed, sitemap or header, so that nobody learns from
them which records hold something back. The level of disclosure is left out of the digest for the same reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.disclosure import level_needed
from catalogue.models import PublishedRecord, RestrictedDetail, Tool
from catalogue.querysets import ToolQuerySet
from catalogue.record_facts import FORM, as_json, details_of, facts_of
from catalogue.records import Record
from catalogue.tool_records import record_of
from taxonomy.many import in_portions, with_any_of

# So many records are written at once: other writers wait for these only.
TOGETHER = 200
_COLUMNS = ("slug", "facts", "details", "digest", "form")


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record that isn't kept as the tool's rows say. ``fields``: where they differ, if both sides are there."""

    slug: str
    problem: str
    fields: tuple[str, ...] = ()


def follow(slugs: Iterable[str]) -> None:
    """Make what readers get at these addresses what the tools' rows say now; whatever isn't public is taken out."""
    for portion in in_portions(slugs, TOGETHER):
        _take_out(PublishedRecord.objects.filter(slug__in=portion))
        publish(Tool.objects.filter(slug__in=portion))


@transaction.atomic
def publish(tools: ToolQuerySet, *, keep_dates: bool = False) -> int:
    """Write the records of the public tools among these where they aren't kept as they are; returns how many.

    ``keep_dates``: these tools didn't change for readers, only what is kept of them did.
    """
    # Locked, so that another transaction that is changing one of them is waited for and its outcome is read.
    pks = list(tools.public().order_by("pk").select_for_update().values_list("pk", flat=True))
    present = PublishedRecord.objects.in_bulk(pks)
    now = timezone.now()
    rows, moved = [], []
    public = list(Tool.objects.filter(pk__in=pks).with_children())
    for tool in public:
        record = record_of(tool)
        row, known = _row_of(record), present.get(tool.pk)
        if not keep_dates and (known is None or known.digest != row.digest):
            moved.append(Tool(pk=tool.pk, public_changed_at=now))
            row = _row_of(replace(record, updated_at=now))
        if known is None or _differences(known, row):
            rows.append(row)
    Tool.objects.bulk_update(moved, ["public_changed_at"])
    PublishedRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["tool"], update_fields=list(_COLUMNS), batch_size=TOGETHER
    )
    _hold_back(public)
    return len(rows)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write every record anew that isn't kept as its tool's rows say, in portions; returns how many these were.

    No date moves. It may be stopped and begun again, and others may write meanwhile.
    """
    written = sum(_take_out(portion) for portion in with_any_of(PublishedRecord.objects.all(), "pk", _kept_keys()))
    return written + publish_again(Tool.objects.all(), progress)


def publish_again(tools: ToolQuerySet, progress: Callable[[int], None] | None = None) -> int:
    """Write the records of tools anew where what they are made of is called otherwise now; no date moves."""
    written, done = 0, 0
    pks = list(tools.public().order_by("pk").values_list("pk", flat=True).distinct())
    for portion in in_portions(pks, TOGETHER):
        written += publish(Tool.objects.filter(pk__in=portion), keep_dates=True)
        done += len(portion)
        if progress is not None:
            progress(done)
    return written


def differences() -> Iterator[RecordDifference]:
    """Compare every record that is kept with its tool's rows."""
    for portion in with_any_of(PublishedRecord.objects.all(), "pk", _kept_keys()):
        for slug in portion.exclude(tool__in=Tool.objects.public()).values_list("slug", flat=True):
            yield RecordDifference(slug, "not-public")
    for pks in in_portions(_public_keys(), TOGETHER):
        with transaction.atomic():
            present = PublishedRecord.objects.in_bulk(pks)
            details = dict(RestrictedDetail.objects.filter(tool__in=pks).values_list("tool_id", "text"))
            for tool in Tool.objects.public().filter(pk__in=pks).with_children():
                row = _row_of(record_of(tool))
                if tool.pk not in present:
                    yield RecordDifference(row.slug, "missing")
                elif fields := _differences(present[tool.pk], row):
                    yield RecordDifference(row.slug, "differs", fields)
                elif details.get(tool.pk, "") != tool.restricted_detail:
                    yield RecordDifference(row.slug, "differs", ("restricted_detail",))


def _kept_keys() -> list[int]:
    return list(PublishedRecord.objects.order_by("pk").values_list("pk", flat=True))


def _public_keys() -> list[int]:
    return list(Tool.objects.public().order_by("pk").values_list("pk", flat=True))


def _row_of(record: Record) -> PublishedRecord:
    facts, details = facts_of(record), details_of(record)
    seen = {**facts, "created_at": None, "updated_at": None, "parties": details["parties"]}
    return PublishedRecord(
        tool_id=record.pk,
        slug=record.slug,
        facts=as_json(facts),
        details=as_json(details),
        digest=hashlib.sha256(as_json(seen).encode()).hexdigest(),
        form=FORM,
    )


def _differences(known: PublishedRecord, row: PublishedRecord) -> tuple[str, ...]:
    """Name what differs: the facts one by one."""
    if all(getattr(known, name) == getattr(row, name) for name in _COLUMNS):
        return ()
    before, after = json.loads(known.facts), json.loads(row.facts)
    names = [name for name in after if name not in before or before[name] != after[name]]
    names += [name for name in before if name not in after]
    return tuple(names or [name for name in _COLUMNS if getattr(known, name) != getattr(row, name)])


def _take_out(rows: QuerySet[PublishedRecord]) -> int:
    """Delete those of the rows whose tool isn't public; returns how many."""
    gone = list(rows.exclude(tool__in=Tool.objects.public()).values_list("pk", flat=True))
    if gone:
        RestrictedDetail.objects.filter(tool__in=gone).delete()
        PublishedRecord.objects.filter(pk__in=gone).delete()
    return len(gone)


def _hold_back(tools: Iterable[Tool]) -> None:
    """Keep of public tools what only readers of a higher level see."""
    known = {row.pk: row for row in RestrictedDetail.objects.filter(tool__in=[tool.pk for tool in tools])}
    needed = {
        tool.pk: RestrictedDetail(tool_id=tool.pk, level=level_needed(tool.disclosure), text=tool.restricted_detail)
        for tool in tools
        if tool.restricted_detail
    }
    changed = [row for pk, row in needed.items() if pk not in known or _is_other(known[pk], row)]
    RestrictedDetail.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["tool"], update_fields=["level", "text"], batch_size=TOGETHER
    )
    if gone := known.keys() - needed.keys():
        RestrictedDetail.objects.filter(tool__in=gone).delete()


def _is_other(known: RestrictedDetail, row: RestrictedDetail) -> bool:
    return (known.level, known.text) != (row.level, row.text)
