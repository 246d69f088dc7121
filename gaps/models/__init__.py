"""What the gaps room keeps: indicators of need, frozen states, and the pages that editors write."""

from gaps.models.needs import Area, AreaGroup, Indicator, IndicatorValue
from gaps.models.pages import GapIndexPage, GapPage
from gaps.models.snapshots import RegistryStamp, Snapshot

__all__ = [
    "Area",
    "AreaGroup",
    "GapIndexPage",
    "GapPage",
    "Indicator",
    "IndicatorValue",
    "RegistryStamp",
    "Snapshot",
]
