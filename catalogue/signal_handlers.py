"""What follows when a record is published, taken back, deleted, renamed, or changes for readers.

Wagtail's own signals are turned into the catalogue's (``catalogue.signals``); a record's old address keeps leading
to it.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from taggit.models import Tag
from wagtail.signals import published, unpublished

from catalogue.models import FormerSlug, Organisation, OrganisationAlias, Tool
from catalogue.proposals.lifecycle import close_published
from catalogue.published_records import follow
from catalogue.publishing import take_out
from catalogue.querysets import ToolQuerySet
from catalogue.signals import announce, records_changed, records_written


def _announce_publishing(sender: type, instance: Tool, **kwargs: Any) -> None:
    announce(records_changed, [instance.slug])


def _announce_unpublishing(sender: type, instance: Tool, **kwargs: Any) -> None:
    take_out([instance.slug])


def _announce_deletion(sender: type, instance: Tool, **kwargs: Any) -> None:
    take_out([instance.slug])


def _keep_former_slug(sender: type, instance: Tool, raw: bool = False, **kwargs: Any) -> None:
    """Keep an address that the record had, before every save: publishing, a direct save, an import."""
    if raw or instance.pk is None or "slug" in instance.get_deferred_fields():
        return
    update_fields = kwargs.get("update_fields")
    if update_fields is not None and "slug" not in update_fields:
        return
    before = Tool.objects.filter(pk=instance.pk).values_list("slug", "live").first()
    if before is None or before[0] == instance.slug:
        return
    old_slug, was_live = before
    # The address is the record's own again: nothing may redirect away from it.
    FormerSlug.objects.filter(slug=instance.slug).delete()
    if was_live:
        FormerSlug.objects.update_or_create(slug=old_slug, defaults={"tool": instance})
        take_out([old_slug])


def _announce_organisation(sender: type, instance: Organisation, created: bool = False, **kwargs: Any) -> None:
    """Announce the tools in which its name, type and country show."""
    if not created:
        _announce_tools(Tool.objects.filter(participations__organisation=instance))


def _announce_other_name(sender: type, instance: OrganisationAlias, **kwargs: Any) -> None:
    """Announce the tools that are found by another name of an organisation."""
    _announce_tools(Tool.objects.filter(participations__organisation=instance.organisation_id))


def _announce_tag(sender: type, instance: Tag, created: bool = False, **kwargs: Any) -> None:
    if not created:
        _announce_tools(Tool.objects.filter(tagged_items__tag=instance))


def _announce_tools(tools: ToolQuerySet) -> None:
    announce(records_changed, tools.public().values_list("slug", flat=True))


def _publish(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    follow(slugs)


def _close_suggestions(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    """Close the suggestion whose record is published, wherever that was done."""
    close_published(slugs)


def register_signal_handlers() -> None:
    records_written.connect(_publish, dispatch_uid="catalogue.published_records")
    published.connect(_announce_publishing, sender=Tool, dispatch_uid="catalogue.published")
    unpublished.connect(_announce_unpublishing, sender=Tool, dispatch_uid="catalogue.unpublished")
    post_delete.connect(_announce_deletion, sender=Tool, dispatch_uid="catalogue.deleted")
    post_save.connect(_announce_organisation, sender=Organisation, dispatch_uid="catalogue.organisation_saved")
    for signal in (post_save, post_delete):
        signal.connect(_announce_other_name, sender=OrganisationAlias, dispatch_uid="catalogue.other_name")
    post_save.connect(_announce_tag, sender=Tag, dispatch_uid="catalogue.tag_saved")
    pre_save.connect(_keep_former_slug, sender=Tool, dispatch_uid="catalogue.former_slug")
    records_changed.connect(_close_suggestions, dispatch_uid="catalogue.proposals.closed")
