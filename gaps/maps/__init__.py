"""More than one map: what runs where on which device, what ended, languages, safeguards, evidence, and time."""

from gaps.maps.catalogue import MAP_KEYS, make_map, map_titles
from gaps.maps.map_tables import GapMap, MapRow, MapTable, Number

__all__ = ["MAP_KEYS", "GapMap", "MapRow", "MapTable", "Number", "make_map", "map_titles"]
