"""Removes a record for good: its rows, versions, logs, proposals, and whatever only it had."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import override
from taggit.models import Tag
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Revision

from catalogue.merging import is_named
from catalogue.models import (
    LinkCheck,
    LoadedRecord,
    Organisation,
    Proposal,
    RemovedKey,
    RemovedRecord,
    TaggedTool,
    Tool,
)
from catalogue.publishing import take_out
from catalogue.removal.keys import keys_of
from catalogue.removal.scrubbing import Scrubber
from catalogue.removal.signals import Erased, record_removed
from text.transliteration import name_key


@transaction.atomic
def remove(tool: Tool, ground: str, user: Any = None) -> RemovedRecord:
    """Remove a record for safety or by law, for good.

    Afterwards the registry knows that a record was removed, when, by whom and on which ground, and digests of its
    addresses and names by which it would recognise it. Its address answers 410 and says nothing.
    """
    record = RemovedRecord.objects.create(ground=RemovedRecord.Ground(ground), removed_by=user)
    slugs = {tool.slug, *tool.former_slugs.values_list("slug", flat=True)}
    names = _names_of(tool)
    keys = sorted(keys_of(slugs, names))
    RemovedKey.objects.bulk_create([RemovedKey(record=record, digest=key) for key in keys])
    erased = Erased(str(record.pk), frozenset(slugs), frozenset(names))
    record_removed.send(sender=Tool, erased=erased)
    organisations = list(Organisation.objects.filter(participations__tool=tool).distinct())
    tags = list(Tag.objects.filter(pk__in=TaggedTool.objects.filter(content_object=tool).values("tag")))
    _forget_proposals(tool, names)
    LinkCheck.objects.filter(url__in=_addresses_of(tool)).delete()
    LoadedRecord.objects.filter(slug__in=slugs).delete()
    _forget_admin_traces(tool)
    Revision.objects.for_instance(tool).delete()
    tool.delete()
    _forget_organisations(organisations)
    _forget_tags(tags)
    _scrub_logs(Scrubber(names))
    take_out(slugs)
    return record


def _names_of(tool: Tool) -> set[str]:
    """Return all names that it has and that any version of it had."""
    names = {tool.name, *tool.aliases.values_list("name", flat=True)}
    for content in Revision.objects.for_instance(tool).values_list("content", flat=True):
        names.add(str(content.get("name", "")))
        names |= {str(row.get("name", "")) for row in content.get("aliases", ())}
    return {name for name in names if name.strip()}


def _addresses_of(tool: Tool) -> set[str]:
    rows = (tool.sources, tool.links)
    addresses = {tool.url, tool.source_repo, *tool.impact_claims.values_list("source_url", flat=True)}
    for related in rows:
        addresses |= set(related.values_list("url", flat=True))
    return {url for url in addresses if url}


def _forget_proposals(tool: Tool, names: set[str]) -> None:
    """Delete the proposals about it, and those that propose it by one of its names."""
    Proposal.objects.filter(tool=tool).delete()
    known = {name_key(name) for name in names}
    others = Proposal.objects.filter(tool=None).values_list("pk", "name")
    Proposal.objects.filter(pk__in=[pk for pk, name in others if name_key(name) in known]).delete()


def _forget_admin_traces(instance: models.Model) -> None:
    """Delete what Wagtail keeps beside a record: log, open editors, what was typed into forms."""
    content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
    where = {"content_type": content_type, "object_id": str(instance.pk)}
    for model in (ModelLogEntry, EditingSession, FormState):
        model._default_manager.filter(**where).delete()


def _forget_organisations(organisations: list[Organisation]) -> None:
    """Delete the organisations that no record and no version of one names any more."""
    for organisation in organisations:
        if is_named(organisation):
            continue
        slug = organisation.slug
        _forget_admin_traces(organisation)
        Revision.objects.for_instance(organisation).delete()
        organisation.delete()
        for language, _name in settings.LANGUAGES:
            with override(language):
                Redirect.objects.filter(redirect_link=reverse("catalogue:organisation", args=[slug])).delete()


def _forget_tags(tags: list[Tag]) -> None:
    used = TaggedTool.objects.filter(tag__in=tags).values("tag").annotate(number=Count("pk"))
    Tag.objects.filter(pk__in={tag.pk for tag in tags} - {row["tag"] for row in used}).delete()


def _scrub_logs(scrubber: Scrubber) -> None:
    """Take it out of other records' logs that name it, as one does into which it was merged."""
    changed = []
    for entry in ModelLogEntry.objects.exclude(data={}).iterator(chunk_size=500):
        scrubbed = scrubber.data(entry.data)
        if scrubbed != entry.data:
            entry.data = scrubbed
            changed.append(entry)
    ModelLogEntry.objects.bulk_update(changed, ["data"], batch_size=100)
