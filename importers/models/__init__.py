"""Imports, their rows, and what is remembered between them."""

from importers.models.batches import Batch, BatchRow
from importers.models.memory import MappingMemory, NotADuplicate

__all__ = ["Batch", "BatchRow", "MappingMemory", "NotADuplicate"]
