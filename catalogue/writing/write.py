"""The bulk writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Revision

from catalogue.disclosure import Disclosure
from catalogue.drafts import waiting_draft
from catalogue.fields import FIELDS, check_slug, check_values, detail_needs_level, read_values
from catalogue.models import FormerSlug, Organisation, TextOrigin, Tool
from catalogue.publishing import RESTORE_ACTION
from catalogue.removal.keys import removed_among, was_removed
from catalogue.signals import announce, records_changed
from catalogue.writing import wagtail_records
from catalogue.writing.changes import Outcome, RecordChange, WriteMode, WriteResult
from catalogue.writing.children import RELATIONS, build_children, set_columns, touched_relations
from catalogue.writing.organisations import ensure_organisations, ensure_tags
from taxonomy.many import rows_by_key, with_any_of

CHUNK = 500


@dataclass
class _PlannedChange:
    """``waiting``: a draft that stays above what is published beneath it."""

    tool: Tool
    values: dict[str, Any]
    before: dict[str, Any]
    is_new: bool
    is_revived: bool = False
    waiting: Tool | None = None
    was_live: bool = False

    def is_stored(self, mode: WriteMode) -> bool:
        """Tell whether the record's own rows are written; else only a revision is."""
        return self.is_new or self.is_revived or mode is WriteMode.LIVE


@transaction.atomic
def write_records(
    drafts: Sequence[RecordChange],
    *,
    user: Any = None,
    reason: str = "",
    mode: WriteMode = WriteMode.LIVE,
    text_origin: str = TextOrigin.PERSON,
    beneath_drafts: bool = False,
    is_review: bool = False,
) -> list[WriteResult]:
    """Create or change records, all or nothing; one answer a draft, in their order.

    A draft is refused (its problems say why) when a value can't be stored, when the record is locked or withdrawn,
    or, in live mode, when somebody's unpublished draft would be published along or lost; with ``beneath_drafts`` the
    record is published beneath that draft, which stays. In draft mode the values are added to a waiting draft, so that
    what somebody else has changed in it stays. Refused drafts write nothing; the others are written. A record that was
    removed for good is refused too, unless somebody looks at each draft before it can be public (``is_review``). Slugs
    should differ: of two drafts with the same slug the second is refused.
    """
    answers: dict[int, WriteResult] = {}
    changes: dict[int, _PlannedChange] = {}
    present = rows_by_key(Tool.objects.all().with_children(), "slug", [draft.slug for draft in drafts])
    former = set(rows_by_key(FormerSlug.objects.all(), "slug", [draft.slug for draft in drafts]))
    removed = set() if is_review else _removed_among(drafts, present)
    seen: set[str] = set()
    for n, draft in enumerate(drafts):
        values, problems = check_values(draft.values)
        tool = present.get(draft.slug)
        revived = tool is not None and draft.revives and tool.is_withdrawn
        problems |= _refusals(draft, tool, values, mode, seen, former, beneath_drafts)
        if draft.slug in removed:
            problems["slug"] = was_removed()
        seen.add(draft.slug)
        if problems:
            answers[n] = WriteResult(draft.slug, Outcome.REFUSED, pk=tool.pk if tool else 0, problems=problems)
            continue
        if tool is not None and revived:
            changes[n] = _PlannedChange(tool, _blank() | values, {}, is_new=False, is_revived=True)
            continue
        waiting = waiting_draft(tool)
        was_live = tool is not None and tool.live
        if mode is WriteMode.DRAFT and waiting is not None:
            tool, waiting = waiting, None
        before = read_values(tool, values) if tool else {}
        changed = {name: value for name, value in values.items() if tool is None or before[name] != value}
        if tool is not None and not changed:
            answers[n] = WriteResult(draft.slug, Outcome.SAME, pk=tool.pk)
            continue
        changes[n] = _PlannedChange(
            tool or Tool(slug=draft.slug),
            changed,
            {name: before[name] for name in changed if name in before},
            is_new=tool is None,
            waiting=waiting,
            was_live=was_live,
        )
    revisions = _write(list(changes.values()), user, reason, mode, text_origin) if changes else {}
    for n, change in changes.items():
        answers[n] = WriteResult(
            change.tool.slug,
            Outcome.CREATED if change.is_new or change.is_revived else Outcome.CHANGED,
            pk=change.tool.pk,
            revision=revisions[change.tool.pk].pk,
            before=change.before,
            after=change.values,
            was_live=change.was_live,
        )
    return [answers[n] for n in range(len(drafts))]


def _blank() -> dict[str, Any]:
    """Return every field as a record has it that says nothing yet."""
    values, _problems = check_values({name: None for name in FIELDS if name not in ("name", "summary")})
    return values


def _removed_among(drafts: Sequence[RecordChange], present: Mapping[str, Tool]) -> set[str]:
    """Return the addresses, of drafts that would be new records, that were removed for good."""
    fresh = [draft for draft in drafts if draft.slug not in present]
    return removed_among(
        (draft.slug, [str(draft.values.get("name") or ""), *map(str, draft.values.get("aka") or ())]) for draft in fresh
    )


def _refusals(
    draft: RecordChange,
    tool: Tool | None,
    values: Mapping[str, Any],
    mode: WriteMode,
    seen: set[str],
    former: set[str],
    beneath_drafts: bool,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    slug = draft.slug
    level = values.get("disclosure", tool.disclosure if tool else Disclosure.PUBLIC)
    if values.get("restricted_detail") and level == Disclosure.PUBLIC:
        problems["disclosure"] = detail_needs_level()
    if slug in seen:
        problems["slug"] = _("This record is already written by an earlier row.")
    if tool is None:
        try:
            check_slug(slug)
        except ValueError as problem:
            problems["slug"] = str(problem)
        if slug in former:
            problems["slug"] = _("This address belonged to another record and leads there.")
        for name in ("name", "summary"):
            if not values.get(name):
                problems.setdefault(name, _("This is needed."))
        return problems
    if tool.locked:
        problems["slug"] = _("The record is locked by somebody.")
    elif tool.is_withdrawn and not draft.revives:
        problems["slug"] = _("The record was withdrawn; restore it first.")
    elif mode is WriteMode.LIVE and tool.live and tool.has_unpublished_changes and not beneath_drafts:
        problems["slug"] = _("Somebody has an unpublished draft of this record; publish or discard it first.")
    return problems


def _write(
    changes: list[_PlannedChange], user: Any, reason: str, mode: WriteMode, text_origin: str
) -> dict[int, Revision]:
    organisations = _organisations_for(changes)
    tags = ensure_tags(tag for change in changes for tag in change.values.get("tags", ()))
    _write_tools(changes, mode)
    _write_children(changes, organisations, tags, text_origin, mode)
    tools = [change.tool for change in changes]
    revisions = wagtail_records.make_revisions(tools, user)
    _point_at_revisions(changes, revisions, mode)
    _keep_waiting(changes, user)
    fresh = [change.tool for change in changes if change.is_new]
    edited = [change.tool for change in changes if not change.is_new]
    revived = [change.tool for change in changes if change.is_revived]
    wagtail_records.log_changes(fresh, "wagtail.create", user, reason, revisions)
    wagtail_records.log_changes(revived, RESTORE_ACTION, user, reason, revisions)
    wagtail_records.log_changes(edited, "wagtail.edit", user, reason, revisions)
    if mode is WriteMode.LIVE:
        wagtail_records.log_changes(tools, "wagtail.publish", user, reason, revisions)
    stored = [change.tool for change in changes if change.is_stored(mode)]
    wagtail_records.index_references(stored)
    wagtail_records.index_for_admin(stored)
    announce(records_changed, [tool.slug for tool in stored if tool.live])
    return revisions


def _organisations_for(changes: list[_PlannedChange]) -> dict[str, Organisation]:
    wanted: dict[str, dict[str, str]] = {}
    for change in changes:
        values = change.values
        for row in values.get("partners", ()):
            wanted.setdefault(dict(row)["name"], {})
        touched = {"organisation", "organisation_type", "partners"} & values.keys()
        if not touched:
            continue
        present = read_values(change.tool, ("organisation", "partners")) if not change.is_new else {}
        for row in present.get("partners", ()):
            wanted.setdefault(dict(row)["name"], {})
        lead = values.get("organisation", present.get("organisation", ""))
        if lead:
            facts = wanted.setdefault(lead, {})
            facts["type"] = values.get("organisation_type") or facts.get("type", "")
            facts["country"] = facts.get("country") or values.get("origin_country") or change.tool.origin_country
    return ensure_organisations({name: {"type": "", "country": ""} | facts for name, facts in wanted.items()})


def _write_tools(changes: list[_PlannedChange], mode: WriteMode) -> None:
    now = timezone.now()
    columns: set[str] = set()
    for change in changes:
        columns |= set_columns(change.tool, change.values)
        if mode is WriteMode.LIVE:
            change.tool.live, change.tool.has_unpublished_changes = True, False
            change.tool.last_published_at = now
            change.tool.first_published_at = change.tool.first_published_at or now
        elif change.is_new or change.is_revived:
            change.tool.live, change.tool.has_unpublished_changes = False, True
        else:
            change.tool.has_unpublished_changes = True
        change.tool.updated_at = now
    Tool.objects.bulk_create([change.tool for change in changes if change.is_new], batch_size=CHUNK)
    edited = [change.tool for change in changes if not change.is_new]
    if mode is WriteMode.LIVE and edited:
        state = {"live", "has_unpublished_changes", "last_published_at", "first_published_at", "updated_at"}
        Tool.objects.bulk_update(edited, sorted(columns | state), batch_size=CHUNK)
    _write_revived([change.tool for change in changes if change.is_revived], columns)


def _write_revived(tools: list[Tool], columns: set[str]) -> None:
    """Write records made anew: as readers saw them before they aren't kept."""
    for tool in tools:
        tool.withdrawn_at, tool.withdrawn_because, tool.last_verified_by = None, "", None
    state = {"live", "has_unpublished_changes", "updated_at", "withdrawn_at", "withdrawn_because", "last_verified_by"}
    if tools:
        Tool.objects.bulk_update(tools, sorted(columns | state), batch_size=CHUNK)


def _write_children(
    changes: list[_PlannedChange],
    organisations: Mapping[str, Organisation],
    tags: Mapping[str, Tag],
    text_origin: str,
    mode: WriteMode,
) -> None:
    """Set every relation in memory (revisions are made of it); store those that changed, where the tool is stored."""
    to_delete: dict[str, list[int]] = {relation: [] for relation in RELATIONS}
    to_create: dict[str, list[Any]] = {relation: [] for relation in RELATIONS}
    for change in changes:
        touched = touched_relations(change.values)
        is_stored = change.is_stored(mode)
        present = {rel: [] if change.is_new else list(getattr(change.tool, rel).all()) for rel in RELATIONS}
        for relation, old in present.items():
            getattr(change.tool, relation).set(old)
        for relation in RELATIONS:
            if relation not in touched:
                continue
            manager, old = getattr(change.tool, relation), present[relation]
            rows = build_children(change.tool, relation, change.values, organisations, tags, text_origin)
            if is_stored:
                staying = {row.pk for row in rows if row.pk}
                to_delete[relation] += [row.pk for row in old if row.pk not in staying]
                to_create[relation] += [row for row in rows if not row.pk]
            manager.set(rows)
    for relation, model in RELATIONS.items():
        if to_delete[relation]:
            for dropped in with_any_of(model._default_manager.all(), "pk", to_delete[relation]):
                dropped.delete()
        for row in to_create[relation]:
            # The parent got its key after the row was made in memory.
            if model is RELATIONS["tagged_items"]:
                row.content_object_id = row.content_object.pk
            else:
                row.tool_id = row.tool.pk
        model._default_manager.bulk_create(to_create[relation], batch_size=CHUNK)


def _point_at_revisions(changes: list[_PlannedChange], revisions: Mapping[int, Revision], mode: WriteMode) -> None:
    fields = ["latest_revision", "has_unpublished_changes"]
    for change in changes:
        change.tool.latest_revision = revisions[change.tool.pk]
        if mode is WriteMode.LIVE:
            change.tool.live_revision = revisions[change.tool.pk]
    if mode is WriteMode.LIVE:
        fields.append("live_revision")
    Tool.objects.bulk_update([change.tool for change in changes], fields, batch_size=CHUNK)


def _keep_waiting(changes: list[_PlannedChange], user: Any) -> None:
    """Make a draft above what was published the latest revision again, so that it opens and is reviewed as before."""
    waiting = [change for change in changes if change.waiting is not None]
    drafts = [change.waiting for change in waiting if change.waiting is not None]
    if not drafts:
        return
    revisions = wagtail_records.make_revisions(drafts, user)
    for change in waiting:
        change.tool.latest_revision, change.tool.has_unpublished_changes = revisions[change.tool.pk], True
    fields = ["latest_revision", "has_unpublished_changes"]
    Tool.objects.bulk_update([change.tool for change in waiting], fields, batch_size=CHUNK)
