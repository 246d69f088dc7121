"""Models of the search room."""

from search.demand import UnmetDemand

__all__ = ["UnmetDemand"]
