"""Leafing through a list: which page, which rows, which links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Pages beside the present one, the first and the last that are linked by number.
NEIGHBOURS = 1
LARGEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    is_current: bool
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """``start`` and ``end`` cut the rows. A page beyond the last one is the last one; ``was_beyond`` tells."""

    number: int
    count: int
    start: int
    end: int
    was_beyond: bool
    previous_url: str
    next_url: str
    pages: tuple[PageLink, ...]

    @classmethod
    def of(cls, wanted: int, total: int, size: int, url_of: Callable[[int], str]) -> Pages:
        count = page_count(total, size)
        number = min(max(1, wanted), count)
        shown = sorted({1, count, *range(max(1, number - NEIGHBOURS), min(count, number + NEIGHBOURS) + 1)})
        links: list[PageLink] = []
        last = 0
        for page in shown:
            if page > last + 1:
                links.append(PageLink(0, "", is_current=False, is_gap=True))
            links.append(PageLink(page, url_of(page), is_current=page == number))
            last = page
        return cls(
            number=number,
            count=count,
            start=(number - 1) * size,
            end=min(number * size, total),
            was_beyond=wanted > count,
            previous_url=url_of(number - 1) if number > 1 else "",
            next_url=url_of(number + 1) if number < count else "",
            pages=tuple(links),
        )


def page_count(total: int, size: int) -> int:
    """How many pages a list of so many rows has; an empty list has one."""
    return max(1, -(-total // size))


def page_number(text: str) -> int:
    """The page that an address asks for; 1 for anything that is no number."""
    return min(int(text), LARGEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1
