"""Every map by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gaps.live_data import LiveRegistry, current_registry
from gaps.maps.demand import demand
from gaps.maps.ended import ended_tools, years
from gaps.maps.fit import infrastructure_fit
from gaps.maps.knowledge import evidence, safeguards
from gaps.maps.languages import languages
from gaps.maps.map_tables import GapMap, MapContext
from gaps.population import Population

_MAPS: Mapping[str, tuple[Any, Callable[[MapContext], GapMap]]] = {
    "infrastructure-fit": (_("What runs on a basic phone without internet"), infrastructure_fit),
    "ended": (_("What was tried and ended"), ended_tools),
    "languages": (_("Languages served"), languages),
    "victim-data": (_("Safeguards for victims’ data"), safeguards),
    "evidence": (_("What is known about effect"), evidence),
    "years": (_("Launches and endings by year"), years),
    "demand": (_("Looked for in vain"), demand),
}
MAP_KEYS = tuple(_MAPS)


def map_titles() -> dict[str, Any]:
    return {key: title for key, (title, _make) in _MAPS.items()}


def make_map(
    key: str, language: str = "en", *, population: Population | None = None, registry: LiveRegistry | None = None
) -> GapMap:
    """A map in a language. An unknown key is a KeyError."""
    _title, make = _MAPS[key]
    with translation.override(language):
        return make(MapContext(registry or current_registry(), population or Population(), language))
