"""Forgets what a public record said before in some of its fields: every older version then says what is public now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from catalogue.fields import FIELDS
from catalogue.models import Tool
from catalogue.removal.signals import Forgotten, history_forgotten
from taxonomy.current import vocabulary_index

FORGET_ACTION = "catalogue.forget"
# Fields that aren't a relation's as a whole: which rows of it they are.
_KINDS = {"taglines": "tagline", "summaries": "summary"}


@transaction.atomic
def forget_history(tool: Tool, fields: Collection[str], user: Any = None) -> int:
    """Let every version of a record, unpublished drafts included, say in these fields what the public record says.

    The history page then tells of no change in them, snapshots and imports forget them too. Returns how many versions
    were changed. It can't be taken back.
    """
    wanted = sorted(name for name in fields if name in FIELDS)
    now = tool.serializable_data()
    changed = []
    for revision in Revision.objects.for_instance(tool).iterator(chunk_size=100):
        before = dict(revision.content)
        content = dict(before)
        for name in wanted:
            content |= _as_now(name, content, now)
        revision.object_str = str(tool) if "name" in wanted else revision.object_str
        revision.content = content
        changed.append(revision)
    Revision.objects.bulk_update(changed, ["content", "object_str"], batch_size=100)
    if "name" in wanted:
        ModelLogEntry.objects.for_instance(tool).update(label=str(tool)[:255])
    slugs = frozenset({tool.slug, *tool.former_slugs.values_list("slug", flat=True)})
    history_forgotten.send(sender=Tool, forgotten=Forgotten(slugs, frozenset(wanted), tool.name))
    log(instance=tool, action=FORGET_ACTION, user=user, data={"fields": wanted})
    return len(changed)


def _as_now(name: str, content: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a version's content that hold the field, as they are in the public record."""
    field = FIELDS[name]
    if field.attribute:
        return {field.attribute: now.get(field.attribute)}
    relation = field.relation
    if relation == "classifications":
        by_pk = vocabulary_index().by_pk

        def is_meant(row: dict[str, Any]) -> bool:
            return row["term"] in by_pk and by_pk[row["term"]].vocabulary == field.vocabulary

        return {relation: _mixed(content, now, relation, is_meant)}
    if name in _KINDS:
        return {relation: _mixed(content, now, relation, lambda row: row["kind"] == _KINDS[name])}
    return {relation: now.get(relation, [])} if relation else {}


def _mixed(content: dict[str, Any], now: dict[str, Any], relation: str, is_meant: Any) -> list[dict[str, Any]]:
    """Return the version's own rows, and the public record's in place of those that are meant."""
    rows: Iterable[dict[str, Any]] = content.get(relation, [])
    return [
        *(row for row in rows if not is_meant(row)),
        *(row for row in now.get(relation, []) if is_meant(row)),
    ]
