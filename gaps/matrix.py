"""The coverage matrix: any vocabulary against any other, with a verdict for each cell, row and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from gaps.axes import SEPARATE_QUESTIONS, Axis, AxisLine, make_axis
from gaps.population import Population
from gaps.statistics import (
    DEFAULT_SETTINGS,
    NOT_TESTED,
    CellStatistics,
    StatisticalSettings,
    assess_cells,
    assess_shares,
    is_enough_recorded,
)
from gaps.statistics.association import Counts
from gaps.tool_table import ToolTable
from taxonomy.index import VocabularyIndex
from text.active_language import active_language

DEFAULT_ROWS, DEFAULT_COLUMNS = "tool_type", "region"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the statistics say about a count. ``q`` is None where nothing was tested; where nothing is asked of a
    count (the verdict ``not-tested``), only the count and what is expected mean anything."""

    count: int
    expected: float
    ic: float
    ic_low: float
    ic_high: float
    p: float
    q: float | None
    verdict: str
    is_tested: bool

    @property
    def is_asked(self) -> bool:
        return self.verdict != NOT_TESTED


@dataclass(slots=True)
class MatrixCell:
    """Not frozen, as that makes making one three times as slow, and a table of countries has thousands.

    ``active`` and ``discontinued`` are those statuses under the same filters, whatever statuses ``count`` counts."""

    row: AxisLine
    column: AxisLine
    active: int
    discontinued: int
    judgement: Judgement

    @property
    def count(self) -> int:
        return self.judgement.count


@dataclass(frozen=True, slots=True)
class LineTotal:
    """A row's or column's number of tools, and whether that is an even share of its axis."""

    line: AxisLine
    active: int
    discontinued: int
    judgement: Judgement

    @property
    def count(self) -> int:
        return self.judgement.count


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """A broader term: tools with any of its lines, each counted once."""

    slug: str
    label: str
    members: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Tools of the population of which nothing is known on a side of the table; ``tools``: on any of the two."""

    tools: int
    rows: int
    columns: int


@dataclass(frozen=True)
class CoverageMatrix:
    """``counts``, ``active`` and ``discontinued`` are (rows, columns). Everything a page, export or API prints.

    ``total``: the tools in the table, which are those of the population without the ones that are ``left_out``.
    """

    rows: Axis
    columns: Axis
    population: Population
    settings: StatisticalSettings
    total: int
    left_out: LeftOut
    counts: Counts
    active: Counts
    discontinued: Counts
    cell_statistics: CellStatistics
    row_totals: tuple[LineTotal, ...]
    column_totals: tuple[LineTotal, ...]
    row_headings: tuple[GroupTotal, ...]
    column_headings: tuple[GroupTotal, ...]

    @property
    def has_same_axes(self) -> bool:
        return self.rows.key == self.columns.key

    @property
    def is_copied(self) -> bool:
        """Tools open to the whole world stand in every region, so nothing in the table is judged."""
        return self.rows.is_copied or self.columns.is_copied

    @property
    def is_recorded(self) -> bool:
        """Both sides are known of enough tools for a comparison."""
        return not self.counted or is_enough_recorded(self.total, self.counted)

    @property
    def counted(self) -> int:
        """The tools of the population, those that are left out of the table included."""
        return self.total + self.left_out.tools

    @property
    def is_empty(self) -> bool:
        return self.total == 0

    @cached_property
    def cells(self) -> tuple[tuple[MatrixCell, ...], ...]:
        judged = judgements(self.cell_statistics)
        width = len(self.columns)
        active, ended = self.active.ravel().tolist(), self.discontinued.ravel().tolist()
        return tuple(
            tuple(
                MatrixCell(row, column, active[at], ended[at], judged[at])
                for at, column in enumerate(self.columns.lines, start=place * width)
            )
            for place, row in enumerate(self.rows.lines)
        )

    def each_cell(self) -> Iterator[MatrixCell]:
        for row in self.cells:
            yield from row

    def cell(self, row: str, column: str) -> MatrixCell | None:
        """The cell of two slugs, None if the matrix has no such row or column."""
        places = [
            next((at for at, line in enumerate(axis.lines) if line.slug == slug), None)
            for axis, slug in ((self.rows, row), (self.columns, column))
        ]
        if places[0] is None or places[1] is None:
            return None
        return self.cells[places[0]][places[1]]


def judgements(statistics: CellStatistics) -> list[Judgement]:
    """The judgement of each cell, in order. Cells of one kind share theirs."""
    kind = statistics.kind.ravel()
    _kinds, first = np.unique(kind, return_index=True)
    names = ("observed", "expected", "ic", "ic_low", "ic_high", "p", "q", "verdict", "is_tested")
    listed = zip(*(getattr(statistics, name).ravel()[first].tolist() for name in names), strict=True)
    by_kind = [
        Judgement(count, expected, ic, low, high, p, q if is_tested else None, verdict, is_tested)
        for count, expected, ic, low, high, p, q, verdict, is_tested in listed
    ]
    return [by_kind[at] for at in kind.tolist()]


def build_matrix(
    table: ToolTable,
    rows_key: str,
    columns_key: str,
    population: Population,
    index: VocabularyIndex,
    *,
    settings: StatisticalSettings = DEFAULT_SETTINGS,
    language: str | None = None,
) -> CoverageMatrix:
    """Counts and judges. An axis that is no facet key is a KeyError; all else gives a matrix, an empty one too."""
    population = population.with_axes(rows_key, columns_key)
    language = language or active_language()  # asked once, not for each of hundreds of labels
    down = make_axis(table, rows_key, population, index, language, only_known=True)
    across = down
    if rows_key != columns_key:
        across = make_axis(table, columns_key, population, index, language, only_known=True)
    everyone = population.mask(table, index)
    # Of a tool without a value it isn't known that it lacks the term: it has no part in what is expected.
    known = down.known & across.known
    counted = everyone & known
    of_any_status = population.mask(table, index, of_any_status=True) & known
    masks = {
        "counted": counted,
        "active": of_any_status & table.having("status", ["active"]),
        "discontinued": of_any_status & table.having("status", ["discontinued"]),
    }
    # Each axis is cut to each mask once; cutting costs more than multiplying.
    cut = {
        name: (down.carried[mask], across.carried[mask] if across is not down else down.carried[mask])
        for name, mask in masks.items()
    }
    tables = {name: _pairs(*sides) for name, sides in cut.items()}
    margins = {name: (_tools(sides[0]), _tools(sides[1])) for name, sides in cut.items()}
    total = int(counted.sum())
    is_enough = not everyone.any() or is_enough_recorded(total, int(everyone.sum()))
    is_judged = is_enough and not (down.is_copied or across.is_copied)
    is_testable = np.full((len(down), len(across)), is_judged and rows_key != columns_key)
    assessed = assess_cells(tables["counted"], *margins["counted"], total, may_be_tested=is_testable, settings=settings)
    totals = [
        _totals(axis, cut["counted"][side], [margins[name][side] for name in masks], settings, is_judged=is_judged)
        for side, axis in enumerate((down, across))
    ]
    return CoverageMatrix(
        rows=down,
        columns=across,
        population=population,
        settings=settings,
        total=total,
        left_out=LeftOut(
            int((everyone & ~known).sum()), int((everyone & ~down.known).sum()), int((everyone & ~across.known).sum())
        ),
        counts=tables["counted"],
        active=tables["active"],
        discontinued=tables["discontinued"],
        cell_statistics=assessed,
        row_totals=totals[0],
        column_totals=totals[1],
        row_headings=_headings(down, cut["counted"][0]),
        column_headings=_headings(across, cut["counted"][1]),
    )


def _pairs(down: sparse.csr_array, across: sparse.csr_array) -> Counts:
    return np.asarray((down.T @ across).toarray(), dtype=np.int64)


def _tools(carried: sparse.csr_array) -> Counts:
    return np.bincount(carried.indices, minlength=carried.shape[1]).astype(np.int64)


def _totals(
    axis: Axis, carried: sparse.csr_array, counts: list[Counts], settings: StatisticalSettings, *, is_judged: bool
) -> tuple[LineTotal, ...]:
    """``carried``: the axis cut to the tools that count."""
    observed, active, discontinued = counts
    judged: dict[int, Judgement] = {}
    for family in _families(axis) if is_judged else []:
        belongs = np.zeros(len(axis), dtype=np.int64)
        belongs[family] = 1
        statistics = assess_shares(observed[family], np.bincount(carried @ belongs, minlength=1), settings=settings)
        judged.update(zip(family, judgements(statistics), strict=True))
    return tuple(
        LineTotal(line, int(active[at]), int(discontinued[at]), judged.get(at) or _unjudged(int(observed[at])))
        for at, line in enumerate(axis.lines)
    )


def _families(axis: Axis) -> list[list[int]]:
    """Positions of the lines among which a share could be even."""
    families: dict[str | None, list[int]] = {}
    for at, line in enumerate(axis.lines):
        if line.is_coded and not line.is_catch_all:
            families.setdefault(line.group if axis.key in SEPARATE_QUESTIONS else None, []).append(at)
    return [family for family in families.values() if len(family) > 1]


def _unjudged(count: int) -> Judgement:
    """For lines that have no part in an even share: expected is what they hold."""
    return Judgement(count, float(count), 0.0, 0.0, 0.0, 1.0, None, NOT_TESTED, False)


def _headings(axis: Axis, carried: sparse.csr_array) -> tuple[GroupTotal, ...]:
    members = np.zeros((len(axis), len(axis.groups)), dtype=np.int64)
    for at, (_slug, _label, places) in enumerate(axis.groups):
        members[list(places), at] = 1
    counts = (np.asarray(carried @ members) > 0).sum(axis=0)
    return tuple(
        GroupTotal(slug, label, tuple(axis.lines[at].slug for at in places), int(count))
        for (slug, label, places), count in zip(axis.groups, counts, strict=True)
    )
