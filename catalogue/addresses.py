"""Which addresses lead to a public record, by its own address or a former one."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.models import FormerSlug, Tool
from taxonomy.many import with_any_of


def public_addresses(slugs: Iterable[str]) -> set[str]:
    """Of these addresses those that a reader can follow to a record."""
    wanted = set(slugs)
    found: set[str] = set()
    for portion in with_any_of(Tool.objects.public(), "slug", wanted):
        found |= set(portion.values_list("slug", flat=True))
    former = FormerSlug.objects.filter(tool__in=Tool.objects.public())
    for addresses in with_any_of(former, "slug", wanted - found):
        found |= set(addresses.values_list("slug", flat=True))
    return found
