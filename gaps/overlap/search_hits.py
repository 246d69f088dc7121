"""What the ordinary search finds for an idea: a strong hit must not be passed over in silence.

The search is asked for the passage that says most, and for names that the text holds. Nothing of the text is kept: the
question is asked of the index in this process and not remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from catalogue.records import Record
from gaps.live_data import State
from gaps.overlap.name_mentions import Naming
from search.engines import EngineError, get_engine
from search.engines.base import Hit, Match, SearchRequest
from search.leaving_out import hidden
from search.matching import matches
from search.query import ToolQuery
from search.results.rows import Reason, reasons_of

MOST_PERHAPS: Final = 6
# Hits whose score is so far below the best aren't strong.
_NEAR_BEST: Final = 4.0


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A record that may overlap, with the reasons in words."""

    record: Record
    reasons: tuple[Reason, ...]

    @property
    def url(self) -> str:
        return reverse("catalogue:tool", args=[self.record.slug])


def perhaps_also(
    passage: str, names: list[Naming], query: ToolQuery, state: State, known: set[str]
) -> tuple[Perhaps, ...]:
    """Records named in the text, then the ordinary search's strong hits, without those that are known already."""
    found: dict[str, Perhaps] = {}
    for naming in names:
        if naming.record.slug not in known and matches(naming.record, query, state.index):
            field = "organisation" if naming.is_organisation else "name"
            hit = Hit(naming.record.slug, 0.0, (Match(field, naming.text),))
            reasons = reasons_of(hit, {}, naming.record)
            found.setdefault(naming.record.slug, Perhaps(naming.record, reasons))
    by_slug = {record.slug: record for record in state.records}
    for hit in _strong_hits(passage, query):
        record = by_slug.get(hit.slug)
        if record is not None and hit.slug not in known and matches(record, query, state.index):
            found.setdefault(hit.slug, Perhaps(record, reasons_of(hit, {}, record)))
    return tuple(found.values())[:MOST_PERHAPS]


def _strong_hits(passage: str, query: ToolQuery) -> list[Hit]:
    request = SearchRequest(passage, query.language, limit=2 * MOST_PERHAPS, hidden=hidden(), is_private=True)
    try:
        outcome = get_engine().search(request)
    except EngineError:
        return []
    if outcome.is_weak or not outcome.hits:
        return []
    best = outcome.hits[0].score
    return [hit for hit in outcome.hits if best - hit.score <= _NEAR_BEST]
