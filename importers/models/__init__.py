"""Imports, their rows, and what is remembered between them."""

from importers.models.batches import ON_ITS_WAY, OPEN, WRITABLE, Batch, BatchMode, BatchRow, BatchStatus
from importers.models.memory import MappingMemory, NotADuplicate

__all__ = [
    "ON_ITS_WAY",
    "OPEN",
    "WRITABLE",
    "Batch",
    "BatchMode",
    "BatchRow",
    "BatchStatus",
    "MappingMemory",
    "NotADuplicate",
]
