"""What follows when a record is published, taken back, deleted, renamed, or changes for readers.

Wagtail's own signals are turned into the catalogue's (``catalogue.signals``); a record's old address keeps leading
to it.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.signals import published, unpublished

from catalogue.models import FormerSlug, Organisation, Tool
from catalogue.proposals.lifecycle import close_published
from catalogue.public_changes import note_changes
from catalogue.publishing import take_out
from catalogue.signals import announce, records_changed, records_withdrawn
from taxonomy.many import with_any_of


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
        tools = Tool.objects.public().filter(participations__organisation=instance)
        announce(records_changed, tools.values_list("slug", flat=True))


def _note_public_changes(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    note_changes(slugs)


def _forget_public_digests(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    """Forget the digest, since a record that comes back is a change for readers, whatever it says then."""
    for chunk in with_any_of(Tool.objects.exclude(pk__in=Tool.objects.public()), "slug", slugs):
        chunk.update(public_digest="")


def _close_suggestions(sender: Any, slugs: frozenset[str], **kwargs: Any) -> None:
    """Close the suggestion whose record is published, wherever that was done."""
    close_published(slugs)


def register_signal_handlers() -> None:
    """Listen before every other room does, whose copies of a record carry the date of its last public change."""
    records_changed.connect(_note_public_changes, dispatch_uid="catalogue.public_changes")
    records_withdrawn.connect(_forget_public_digests, dispatch_uid="catalogue.public_changes")
    published.connect(_announce_publishing, sender=Tool, dispatch_uid="catalogue.published")
    unpublished.connect(_announce_unpublishing, sender=Tool, dispatch_uid="catalogue.unpublished")
    post_delete.connect(_announce_deletion, sender=Tool, dispatch_uid="catalogue.deleted")
    post_save.connect(_announce_organisation, sender=Organisation, dispatch_uid="catalogue.organisation_saved")
    pre_save.connect(_keep_former_slug, sender=Tool, dispatch_uid="catalogue.former_slug")
    records_changed.connect(_close_suggestions, dispatch_uid="catalogue.proposals.closed")
