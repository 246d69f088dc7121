"""Whether a record answers a query's filters: the definition that both engines' filters follow.

For statistics and checks that go over records in memory. The text of a query is for the engines to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compatibility import is_compatible
from search.facets import BY_KEY, GLOBAL

if TYPE_CHECKING:
    from catalogue.records import Record
    from search.query import ToolQuery
    from taxonomy.index import VocabularyIndex


def matches(record: Record, query: ToolQuery, index: VocabularyIndex) -> bool:
    """OR within a facet, AND across; a value also stands for those below it."""
    if not query.includes_doubtful and record.is_in_doubt:
        return False
    if query.have and not is_compatible(record.infrastructure, query.have):
        return False
    return all(
        not wanted_values(key, values, query.includes_global, index).isdisjoint(record.facet_values(key))
        for key, values in query.filters
    )


def wanted_values(key: str, values: tuple[str, ...], includes_global: bool, index: VocabularyIndex) -> frozenset[str]:
    """The values that a record may carry to be found by these."""
    vocabulary = BY_KEY[key].vocabulary
    wanted = {slug for value in values for slug in index.descendants(vocabulary, value) or (value,)}
    if key == "region" and includes_global:
        wanted.add(GLOBAL)
    return frozenset(wanted)


def is_found_as_global(record: Record, query: ToolQuery, index: VocabularyIndex) -> bool:
    """Found under a region only because it is open to the whole world."""
    chosen = query.values("region")
    if not chosen or GLOBAL in chosen:
        return False
    return wanted_values("region", chosen, False, index).isdisjoint(record.regions)
