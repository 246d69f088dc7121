"""What the gaps room keeps: indicators of need and frozen states."""

from gaps.models.needs import Area, AreaGroup, Indicator, IndicatorValue
from gaps.models.snapshots import RegistryStamp, Snapshot

__all__ = ["Area", "AreaGroup", "Indicator", "IndicatorValue", "RegistryStamp", "Snapshot"]
