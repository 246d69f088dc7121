"""Tools that an address names one by one: for a comparison, a shortlist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.disclosure import Level
from catalogue.models import FormerSlug, Tool
from catalogue.records import Record, by_slug, records
from search.parsing import BEHIND

LONGEST_SLUG = 80
# The parameter that says how many tools the address names.
NUMBER = "n"


@dataclass(frozen=True, slots=True)
class Picked:
    """Public records in the order of the address; ``notices`` say what of it couldn't be followed."""

    records: tuple[Record, ...]
    notices: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(record.slug for record in self.records)

    def url(self, name: str, **extra: str) -> str:
        return picked_url(name, self.slugs, **extra)

    def url_without(self, name: str, slug: str, **extra: str) -> str:
        return picked_url(name, [kept for kept in self.slugs if kept != slug], **extra)


def picked_url(name: str, slugs: Iterable[str], **extra: str) -> str:
    """The address that names these tools. It begins with their number, so that a link that was cut can be told."""
    tools = [("tool", slug) for slug in slugs]
    number = [(NUMBER, str(len(tools)))] if len(tools) > 1 else []
    query = urlencode([*number, *tools, *extra.items()])
    return f"{reverse(name)}?{query}" if query else reverse(name)


def pick(params: QueryDict, most: int) -> Picked:
    """The records that an address names, each once; former addresses lead to their record."""
    given = (slug.strip().rstrip(BEHIND).lower() for slug in params.getlist("tool"))
    wanted = list(dict.fromkeys(slug for slug in given if slug))
    readable = [slug for slug in wanted if len(slug) <= LONGEST_SLUG and "\x00" not in slug][: most * 4]
    moved = dict(FormerSlug.objects.filter(slug__in=readable).values_list("slug", "tool__slug")) if readable else {}
    current = list(dict.fromkeys(moved.get(slug, slug) for slug in readable))
    by_slugs = by_slug(records(Tool.objects.public().filter(slug__in=current), Level.PUBLIC)) if current else {}
    known = [by_slugs[slug] for slug in current if slug in by_slugs]
    notices = []
    missing = len(wanted) - sum(moved.get(slug, slug) in by_slugs for slug in readable)
    if missing:
        notices.append(
            ngettext(
                "%(count)d tool of this address is not in the catalogue, or no longer.",
                "%(count)d tools of this address are not in the catalogue, or no longer.",
                missing,
            )
            % {"count": missing}
        )
    announced = params.get(NUMBER, "")
    if announced.isdecimal() and len(announced) < 6 and len(wanted) < int(announced):
        notices.append(
            _("This link was cut on its way: %(arrived)d of %(announced)d tools arrived.")
            % {"arrived": len(known), "announced": int(announced)}
        )
    if len(known) > most:
        notices.append(_("Only the first %(most)d of %(count)d tools are shown.") % {"most": most, "count": len(known)})
    return Picked(tuple(known[:most]), tuple(notices))
