"""Which tools behind a number may be named: those that a reader can open today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from catalogue.addresses import public_addresses


class NameableTool(Protocol):
    """A tool of the present or of a snapshot."""

    @property
    def slug(self) -> str: ...

    @property
    def name(self) -> str: ...


Tool = TypeVar("Tool", bound=NameableTool)


def nameable(tools: Sequence[Tool]) -> list[Tool]:
    """Those tools that are public now, in their order. What a snapshot no longer says of a record has no name."""
    public = public_addresses(tool.slug for tool in tools if tool.name)
    return [tool for tool in tools if tool.name and tool.slug in public]
