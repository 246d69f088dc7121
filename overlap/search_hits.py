"""What the ordinary search finds for an idea: a strong hit must not be passed over in silence.

The search is asked for the passage that says most, and for names that the text holds. Nothing of the text is kept: the
question is asked of the index in this process and not remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from catalogue.live_records import LiveRecords
from catalogue.records import Record
from overlap.name_mentions import NameMention
from search.configured import get_engine
from search.engines.base import EngineError, Hit, Match, SearchRequest
from search.filter_semantics import matches
from search.leaving_out import hidden
from search.query import ToolQuery
from search.results.rows import Reason, reasons_of

MOST_PERHAPS: Final = 6
# Hits whose score is so far below the best aren't strong.
_NEAR_BEST: Final = 4.0


@dataclass(frozen=True, slots=True)
class AlsoFound:
    """A record that may overlap, with the reasons in words."""

    record: Record
    reasons: tuple[Reason, ...]

    @property
    def url(self) -> str:
        return reverse("catalogue:tool", args=[self.record.slug])


def also_found(
    passage: str, names: list[NameMention], query: ToolQuery, live: LiveRecords, known: set[str]
) -> tuple[AlsoFound, ...]:
    """Records named in the text, then the ordinary search's strong hits, without those that are known already."""
    by_address: dict[str, AlsoFound] = {}
    for mention in names:
        if mention.record.slug not in known and matches(mention.record, query, live.index):
            field = "organisation" if mention.is_organisation else "name"
            hit = Hit(mention.record.slug, 0.0, (Match(field, mention.text),))
            reasons = reasons_of(hit, {}, mention.record)
            by_address.setdefault(mention.record.slug, AlsoFound(mention.record, reasons))
    for hit in _strong_hits(passage, query):
        record = live.by_slug.get(hit.slug)
        if record is not None and hit.slug not in known and matches(record, query, live.index):
            by_address.setdefault(hit.slug, AlsoFound(record, reasons_of(hit, {}, record)))
    return tuple(by_address.values())[:MOST_PERHAPS]


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
