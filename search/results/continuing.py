"""How a list goes on after a page although the registry has changed in between.

A page number says how many records came before, which is wrong as soon as one of them is withdrawn or another comes in:
following pages would skip a record, or bring it twice. So the address of the next page also says where the last one
stopped. The token holds the state of the registry, the place in the list, and the last few records that were sent; the
next page begins after the last of them that is still there.

What a text ranks can change its order when any record does, so such a list isn't continued in another state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from catalogue.models import Tool
from search.engines.base import Hit
from search.query import AFTER, ToolQuery
from search.query_execution import run_query
from taxonomy.current import vocabulary_index

REMEMBERED = 5  # as many as search.query.AFTER reads
# How far a list is looked through around the place before the whole of it is.
NEAR = 200
WHOLE = 10_000


class ListChanged(Exception):
    """The list isn't the one any more that was begun, so that it can't be continued without a gap."""


def list_changed_in_words() -> str:
    return _(
        "The registry has changed since the page before, and this list can't be continued without a gap. Begin again "
        "with the first page, or take the whole registry in one file: /api/v1/tools.jsonl."
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page stopped. ``place``: how many records came up to there. ``last``: slugs, the very last one first."""

    state: str
    place: int
    last: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join((self.state, str(self.place), *self.last))


def mark_of(text: str) -> Mark | None:
    """The mark that a token says; None for anything else."""
    match = AFTER.fullmatch(text)
    if match is None:
        return None
    return Mark(match["state"], int(match["place"]), tuple(match["slugs"][1:].split(".")))


def mark_after(hits: Sequence[Hit], place: int) -> Mark:
    """Where a list stands after these hits; there is at least one."""
    return Mark(state_of_lists(), place, tuple(hit.slug for hit in reversed(hits[-REMEMBERED:])))


def state_of_lists() -> str:
    """Names what lists are made of: it changes with any public record and any term."""
    totals = Tool.objects.public().aggregate(tools=Count("pk"), changed=Max("updated_at"))
    return hashlib.sha256(f"{totals['tools']} {totals['changed']} {vocabulary_index().stamp}".encode()).hexdigest()[:12]


def place_to_go_on(query: ToolQuery, mark: Mark) -> int:
    """How many records of the list as it is now come before the next page. Raises ListChanged."""
    if query.text and mark.state != state_of_lists():
        raise ListChanged
    windows = ((max(0, mark.place - REMEMBERED), REMEMBERED), (max(0, mark.place - NEAR), 2 * NEAR), (0, WHOLE))
    for start, length in windows:
        hits = run_query(query, facets=(), offset=start, limit=length).hits
        at = {hit.slug: start + number for number, hit in enumerate(hits)}
        # Looked for beside the place, only the very last one proves that nothing moved.
        for slug in mark.last[:1] if length == REMEMBERED else mark.last:
            if slug in at:
                return at[slug] + 1
    raise ListChanged
