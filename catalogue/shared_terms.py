"""What two records have in common: the terms which say that both do the same."""

from __future__ import annotations

from catalogue.records import Record

# Sharing these says that two tools do the same; others (a device, a pillar) are shared by half of the registry.
COMPARED = ("tool_type", "exploitation", "target_user", "technology", "region")
# Terms that single nothing out.
UNSPECIFIC = frozenset({("region", "global"), ("exploitation", "all-forms"), ("technology", "web-platform")})


def shared_terms(one: Record, other: Record) -> list[tuple[str, str]]:
    """Return (facet key, slug) of the telling terms that both records carry, in the first record's order."""
    return [
        (vocabulary, slug)
        for vocabulary in COMPARED
        for slug in one.facet_values(vocabulary)
        if slug in other.facet_values(vocabulary) and (vocabulary, slug) not in UNSPECIFIC
    ]
