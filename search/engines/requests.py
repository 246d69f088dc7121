"""How a request's filters are meant; one rule for all engines."""

from collections.abc import Mapping
from typing import Any

from search.engines.base import SearchRequest


def filter_values(request: SearchRequest) -> Mapping[str, frozenset[str]]:
    """Filters as they are applied: a region's choice takes in what is open to the whole world."""
    chosen = {key: values for key, values in request.filters.items() if values}
    if request.includes_global and "region" in chosen:
        chosen["region"] = chosen["region"] | {"global"}
    return chosen


def passes(card: Mapping[str, Any], request: SearchRequest) -> bool:
    """Whether a record obeys the request's filters, by its card."""
    facets = card["facets"]
    if any(values.isdisjoint(facets.get(key, ())) for key, values in filter_values(request).items()):
        return False
    return all(values.isdisjoint(facets.get(key, ())) for key, values in request.without.items())


def is_global_only(card: Mapping[str, Any], request: SearchRequest) -> bool:
    """Found under a region only for being open to the whole world."""
    regions = request.filters.get("region", frozenset())
    carried = card["facets"].get("region", ())
    return bool(regions) and regions.isdisjoint(carried) and "global" in carried
