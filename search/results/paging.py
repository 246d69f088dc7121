"""Pages of a list, and the orders that it can have."""

from __future__ import annotations

from dataclasses import dataclass

from search.query import SORTS, ToolQuery


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    page: int
    last: int
    previous_url: str
    next_url: str
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class SortLink:
    value: str
    label: str
    url: str
    is_current: bool


def last_page(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))


def paginate(query: ToolQuery, total: int) -> Pagination:
    """The first page, the last one, and those around the present one."""
    last = last_page(total, query.per_page)
    page = min(query.page, last)
    wanted = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    links: list[PageLink] = []
    for number in wanted:
        if links and number - links[-1].number > 1:
            links.append(PageLink(number - 1, "", is_gap=True))
        links.append(PageLink(number, query.at_page(number).url(), is_current=number == page))
    return Pagination(
        page=page,
        last=last,
        previous_url=query.at_page(page - 1).url() if page > 1 else "",
        next_url=query.at_page(page + 1).url() if page < last else "",
        pages=tuple(links),
    )


def sort_links(query: ToolQuery) -> tuple[SortLink, ...]:
    return tuple(
        SortLink(value, str(label), query.changed(sort=value).url(), query.sort == value)
        for value, label in SORTS.items()
    )
