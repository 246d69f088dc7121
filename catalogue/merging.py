"""Two entries for one organisation become one: its parts in tools move, its names are kept, its address redirects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Revision

from catalogue.models import Organisation, OrganisationAlias, Participation, Tool
from catalogue.signals import announce, records_changed
from taxonomy.many import with_any_of

MERGE_ACTION = "catalogue.merge"
FACTS = ("organisation_type_id", "country", "url", "description")


@transaction.atomic
def merge_organisations(source: Organisation, target: Organisation, user: Any = None) -> int:
    """Merge ``source`` into ``target`` and delete it; returns in how many tools it had a part.

    Raises ValidationError when both are the same.
    """
    if source.pk == target.pk:
        raise ValidationError(_("An organisation can't be merged into itself."))
    if not Organisation.objects.select_for_update().filter(pk=source.pk).exists():
        return 0  # a second press
    moved = _move_parts(source, target)
    _move_parts_of_drafts(source.pk, target.pk)
    _keep_names(source, target)
    for fact in FACTS:
        if not getattr(target, fact):
            setattr(target, fact, getattr(source, fact))
    target.save()
    _redirect(source.slug, target.slug)
    source.delete()
    log(instance=target, action=MERGE_ACTION, user=user, data={"merged": source.name})
    public = with_any_of(Tool.objects.public(), "pk", moved)
    announce(records_changed, [slug for portion in public for slug in portion.values_list("slug", flat=True)])
    return len(moved)


def _move_parts(source: Organisation, target: Organisation) -> set[int]:
    present = set(Participation.objects.filter(organisation=target).values_list("tool_id", "role", "contribution"))
    tools = set()
    for part in Participation.objects.filter(organisation=source):
        tools.add(part.tool_id)
        if (part.tool_id, part.role, part.contribution) in present:
            part.delete()
        else:
            part.organisation = target
            part.save(update_fields=["organisation"])
    return tools


def revisions_naming(pk: int) -> Iterator[Revision]:
    """The versions of tools, old ones and drafts, in which the organisation has a part.

    They name it by its key. One that is gone would make them unreadable: Wagtail can't rebuild a row without it.
    """
    content_type = ContentType.objects.get_for_model(Tool)
    # Databases differ in what they can ask of JSON; its text narrows the search down enough.
    candidates = Revision.objects.filter(base_content_type=content_type).annotate(text=Cast("content", TextField()))
    for revision in candidates.filter(text__contains=f'"organisation": {pk}').iterator(chunk_size=200):
        if any(part["organisation"] == pk for part in revision.content.get("participations", [])):
            yield revision


def is_named(organisation: Organisation) -> bool:
    """Whether a tool or an older version of one names it. Then it can be merged, and not deleted."""
    return organisation.participations.exists() or next(revisions_naming(organisation.pk), None) is not None


def _move_parts_of_drafts(source: int, target: int) -> None:
    changed = list(revisions_naming(source))
    for revision in changed:
        revision.content["participations"] = list(_renamed(revision.content["participations"], source, target))
    Revision.objects.bulk_update(changed, ["content"], batch_size=100)


def _renamed(parts: Iterable[dict[str, Any]], source: int, target: int) -> Iterable[dict[str, Any]]:
    seen = set()
    for part in parts:
        renamed = {**part, "organisation": target} if part["organisation"] == source else part
        key = (renamed["organisation"], renamed["role"], renamed["contribution"])
        if key not in seen:
            seen.add(key)
            yield renamed


def _keep_names(source: Organisation, target: Organisation) -> None:
    known = {target.name, *target.aliases.values_list("name", flat=True)}
    names = [source.name, *source.aliases.values_list("name", flat=True)]
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=target, name=name) for name in dict.fromkeys(names) if name not in known
    )


def _redirect(old_slug: str, new_slug: str) -> None:
    for language, _name in settings.LANGUAGES:
        with override(language):
            old, new = (reverse("catalogue:organisation", args=[slug]) for slug in (old_slug, new_slug))
        Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
        Redirect.objects.filter(old_path=Redirect.normalise_path(new)).delete()
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(old), site=None, defaults={"redirect_link": new, "is_permanent": True}
        )
