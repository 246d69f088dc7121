"""Every map by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils import translation

from gaps.live_data import LiveRegistry, current_registry
from gaps.map_titles import DEMAND_MAP
from gaps.maps.demand import demand
from gaps.maps.ended import ended_tools, years
from gaps.maps.fit import infrastructure_fit
from gaps.maps.knowledge import evidence, safeguards
from gaps.maps.languages import languages
from gaps.maps.map_tables import GapMap, MapContext
from gaps.population import Population

_MAKERS: Mapping[str, Callable[[MapContext], GapMap]] = {
    "infrastructure-fit": infrastructure_fit,
    "ended": ended_tools,
    "languages": languages,
    "victim-data": safeguards,
    "evidence": evidence,
    "years": years,
    DEMAND_MAP: demand,
}


def make_map(
    key: str, language: str = "en", *, population: Population | None = None, registry: LiveRegistry | None = None
) -> GapMap:
    """A map in a language. An unknown key is a KeyError."""
    make = _MAKERS[key]
    with translation.override(language):
        return make(MapContext(registry or current_registry(), population or Population(), language))
