"""Models of the search room."""

from search.demand import DemandMark, UnmetDemand

__all__ = ["DemandMark", "UnmetDemand"]
