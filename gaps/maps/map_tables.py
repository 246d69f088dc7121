"""What a map is made of: rows of numbers, each with what it is out of and a link to its tools."""

from __future__ import annotations

from dataclasses import dataclass

from gaps.live_data import LiveRegistry
from gaps.population import Population
from gaps.statistics import is_enough_recorded
from gaps.statistics.recorded import share_interval
from gaps.tool_table import Mask
from search.query import ToolQuery


@dataclass(frozen=True, slots=True)
class Number:
    """A count of tools; ``of`` is what it is a share of, None where a share means nothing.

    ``out_of``: all of which it might be known, where ``of`` are those of which it is. A share and an interval are
    given only where enough is known (``gaps.statistics.recorded``): all that is printed comes through here.
    """

    count: int
    of: int | None = None
    url: str | None = None
    out_of: int | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether the field is filled for enough of those it is asked of."""
        return self.of is not None and (self.out_of is None or is_enough_recorded(self.of, self.out_of))

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of and self.is_recorded else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return share_interval(self.count, self.of) if self.of and self.is_recorded else None


@dataclass(frozen=True, slots=True)
class MapRow:
    """``text`` is a sentence beside the numbers, such as why a tool ended; ``url`` leads to what the row is about."""

    key: str
    label: str
    numbers: tuple[Number, ...]
    url: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MapTable:
    """One table of a map. ``headings`` are those of the numbers, ``text_heading`` that of the sentences."""

    key: str
    caption: str
    row_heading: str
    headings: tuple[str, ...]
    rows: tuple[MapRow, ...]
    text_heading: str = ""

    @property
    def largest(self) -> int:
        """The largest first number, which the bars are drawn against."""
        return max((row.numbers[0].count for row in self.rows if row.numbers), default=0)


@dataclass(frozen=True, slots=True)
class GapMap:
    """``finding``: what the tables show, in a sentence; ``headline`` its number; ``limits``: what they can't show."""

    key: str
    title: str
    finding: str
    headline: Number
    tables: tuple[MapTable, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapContext:
    """What a map is made from: a state, a population, a language."""

    registry: LiveRegistry
    population: Population
    language: str

    @property
    def counted(self) -> Mask:
        return self.population.mask(self.registry.table, self.registry.index)

    def label(self, key: str, slug: str) -> str:
        return self.registry.index.label(key, slug, self.language)

    def known(self, key: str) -> Mask:
        """The tools of which anything is known about a facet."""
        return self.registry.table.known(key)

    def url(self, query: ToolQuery | None) -> str | None:
        return query.url() if query is not None else None
