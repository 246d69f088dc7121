"""The orders that a list can have."""

from __future__ import annotations

from dataclasses import dataclass

from search.query import SORTS, ToolQuery


@dataclass(frozen=True, slots=True)
class SortLink:
    value: str
    label: str
    url: str
    is_current: bool


def sort_links(query: ToolQuery) -> tuple[SortLink, ...]:
    return tuple(
        SortLink(value, str(label), query.changed(sort=value).url(), query.sort == value)
        for value, label in SORTS.items()
    )
