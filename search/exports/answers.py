"""A search result has one shape for `/tools/?format=json`, the API and `search --json` (docs/reference/api.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from common.paging import page_count
from search.exports.fields import page_url
from search.query import ToolQuery
from search.results.chips import offers_of
from search.results.page import SearchResults

Address = Callable[[ToolQuery], str]


def query_as_dict(query: ToolQuery, summary: str) -> dict[str, Any]:
    """A query as data. Facets are lists; switches are true or false."""
    return {
        "q": query.text,
        **{key: list(values) for key, values in query.filters},
        "have": list(query.have),
        "global": query.includes_global,
        "in_doubt": query.includes_doubtful,
        "sort": query.sort,
        "page": query.page,
        "per_page": query.per_page,
        "language": query.language,
        "summary": summary,
        "url": f"{settings.BASE_URL}{query.url()}",
    }


def answer_as_dict(answer: SearchResults, address: Address | None = None) -> dict[str, Any]:
    """The whole answer. ``address``: the full address of the list's other pages, where it isn't the site's."""
    query, outcome = answer.query, answer.outcome
    address = address or _with_format_json
    last = page_count(outcome.total, query.per_page)
    return {
        "query": query_as_dict(query, query.summary(answer.index)),
        "total": outcome.total,
        "results": [
            {
                "slug": record.slug,
                "name": record.name,
                "summary": record.summary,
                "score": round(hit.score, 6),
                "matched": [{"field": match.field, "text": match.text} for match in hit.matched],
                "tagline": row.card.sentence.text,
                "tagline_language": row.card.sentence.language,
                "tagline_reviewed": row.card.sentence.is_reviewed,
                "organisation": record.organisation,
                "tool_types": list(record.tool_types),
                "regions": list(record.regions),
                "status": record.status,
                "in_doubt": record.is_in_doubt,
                "global_only": row.is_found_as_global,
                "page": page_url(record.slug, query.language),
            }
            for (hit, record), row in zip(answer.hits, answer.rows, strict=True)
        ],
        "facets": [panel.as_dict() for panel in answer.facets],
        "read_as": [
            {"key": reading.key, "value": reading.value, "phrase": reading.phrase} for reading in outcome.read_as
        ],
        "did_you_mean": outcome.did_you_mean or None,
        "suggestions": _suggestions(answer, address),
        "weak": outcome.is_weak,
        "nearest": outcome.is_nearest,
        "ignored": list(query.ignored),
        "page": query.page,
        "pages": last,
        "next": address(answer.next_query) if answer.next_query else None,
        "engine": outcome.engine,
        "took_ms": round(outcome.took_ms, 3),
    }


def _suggestions(answer: SearchResults, address: Address) -> list[dict[str, str]]:
    """What may have been meant: the text mended (kind query), and terms read in it that could be filters (term)."""
    query, better = answer.query, answer.outcome.did_you_mean
    suggestions = []
    if better and better != query.text:
        mended = query.changed(text=better)
        suggestions.append({"kind": "query", "text": better, "value": better, "key": "q", "url": address(mended)})
    for offer in offers_of(query, answer.outcome, answer.index):
        suggestions.append(
            {
                "kind": "term",
                "text": offer.label,
                "value": offer.value,
                "key": offer.key,
                "url": address(offer.query),
            }
        )
    return suggestions


def _with_format_json(query: ToolQuery) -> str:
    return f"{settings.BASE_URL}{query.url(format='json')}"
