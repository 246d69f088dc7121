"""More than one map: what runs where on which device, what ended, languages, safeguards, evidence, and time."""

from gaps.maps.catalogue import make_map
from gaps.maps.map_tables import GapMap, MapRow, MapTable, Number

__all__ = ["GapMap", "MapRow", "MapTable", "Number", "make_map"]
