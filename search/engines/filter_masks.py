"""How a request's filters are meant; one rule for all engines."""

from collections.abc import Mapping

import numpy as np

from search.engines.base import SearchRequest
from search.ranking.candidate_columns import CandidateColumns, Flags


def filter_values(request: SearchRequest) -> Mapping[str, frozenset[str]]:
    """Filters as they are applied: a region's choice takes in what is open to the whole world."""
    chosen = {key: values for key, values in request.filters.items() if values}
    if request.includes_global and "region" in chosen:
        chosen["region"] = chosen["region"] | {"global"}
    return chosen


def passing(columns: CandidateColumns, request: SearchRequest) -> Flags:
    """Which records obey the request's filters."""
    mask = np.ones(len(columns), dtype=bool)
    for key, values in filter_values(request).items():
        mask &= columns.carrying(key, values)
    for key, values in request.without.items():
        mask &= ~columns.carrying(key, values)
    return mask


def global_only(columns: CandidateColumns, request: SearchRequest) -> Flags:
    """Which records are found under a region only for being open to the whole world."""
    regions = request.filters.get("region", frozenset())
    if not regions:
        return np.zeros(len(columns), dtype=bool)
    return columns.carrying("region", ("global",)) & ~columns.carrying("region", regions)
