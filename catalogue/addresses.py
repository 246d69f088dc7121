"""What an address of a record stands for: the record, where it went, why it is gone, or what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from catalogue.models import FormerSlug, Tool
from catalogue.removal.keys import is_removed
from taxonomy.many import with_any_of

SUGGESTIONS = 5
NEAR_ENOUGH = 72


@dataclass(frozen=True, slots=True)
class CurrentAddress:
    tool: Tool


@dataclass(frozen=True, slots=True)
class FormerAddress:
    slug: str


@dataclass(frozen=True, slots=True)
class WithdrawnAddress:
    """``because`` is the reason that the curator gave; the record itself is not shown again."""

    slug: str
    because: str


@dataclass(frozen=True, slots=True)
class RemovedAddress:
    """Something was here that was removed for good. Nothing else is said of it, not even the address."""


@dataclass(frozen=True, slots=True)
class UnknownAddress:
    """``suggestions`` are (slug, name) of public records whose address or name is near."""

    suggestions: tuple[tuple[str, str], ...]


def look_up(slug: str) -> CurrentAddress | FormerAddress | WithdrawnAddress | RemovedAddress | UnknownAddress:
    tool = Tool.objects.filter(slug=slug).first()
    if tool is not None and tool.is_withdrawn and tool.was_public:
        moved = FormerSlug.objects.filter(slug=slug).select_related("tool").first()
        if moved is not None and moved.tool_id != tool.pk:
            return FormerAddress(moved.tool.slug)
        return WithdrawnAddress(slug, tool.withdrawn_because)
    if tool is not None and tool.live:
        return CurrentAddress(tool)
    former = FormerSlug.objects.filter(slug=slug).select_related("tool").first()
    if former is not None and (former.tool.live or (former.tool.is_withdrawn and former.tool.was_public)):
        return FormerAddress(former.tool.slug)
    if tool is None and is_removed(slug):
        return RemovedAddress()
    # Some programs and people capitalise what they copy.
    if slug != slug.lower() and Tool.objects.public().filter(slug=slug.lower()).exists():
        return FormerAddress(slug.lower())
    return UnknownAddress(suggest(slug))


def suggest(slug: str) -> tuple[tuple[str, str], ...]:
    """Return public records with a similar address, best first."""
    known = dict(Tool.objects.public().values_list("slug", "name"))
    near = process.extract(
        slug[:200].lower(), list(known), scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=NEAR_ENOUGH
    )
    return tuple((near_slug, known[near_slug]) for near_slug, _score, _index in near)


def public_addresses(slugs: Iterable[str]) -> set[str]:
    """Return those of these addresses that a reader can follow to a record."""
    wanted = set(slugs)
    public: set[str] = set()
    for portion in with_any_of(Tool.objects.public(), "slug", wanted):
        public |= set(portion.values_list("slug", flat=True))
    former = FormerSlug.objects.filter(tool__in=Tool.objects.public())
    for addresses in with_any_of(former, "slug", wanted - public):
        public |= set(addresses.values_list("slug", flat=True))
    return public
