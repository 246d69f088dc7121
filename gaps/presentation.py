"""A table of gaps as a page prints it: header rows, cells with their words, need beside supply, links, choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaps.axes import Axis, AxisLine
from gaps.formatting import (
    VERDICT_MEANINGS,
    VERDICT_WORDS,
    in_full,
    left_out_in_words,
    population_in_words,
    probability,
    share_word,
    silence_in_words,
)
from gaps.matrix import LineTotal, MatrixCell
from gaps.matrix_request import AXES, MatrixRequest
from gaps.matrix_service import MatrixResult
from gaps.needs.layers import INTERNET_KEY, PEOPLE_KEY, Layer, layers, supply_beside_need
from gaps.population import NOT_CODED, GlobalMode
from gaps.statistics import NOT_TESTED, UNDER_SERVED, WELL_SERVED
from search.facets import BY_KEY

# Facets offered as filters of a table, by number of readers who need them.
FILTERS = ("tool_type", "region", "target_user", "exploitation", "infrastructure", "technology", "pillar", "access")
GLOBAL_WORDS: dict[GlobalMode, Any] = {
    GlobalMode.OWN: gettext_lazy("on their own"),
    GlobalMode.EXPANDED: gettext_lazy("in every region"),
    GlobalMode.EXCLUDED: gettext_lazy("not at all"),
}
FORMATS = ("csv", "xlsx", "json", "svg", "png")
MOST_DIFFERENCES = 12


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading over columns or beside rows; without a label the lines below it have none."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class CellView:
    """``words``: the verdict; ``sentence``: all of the cell's numbers; ``anchor``: its place in the page."""

    count: int
    verdict: str
    words: str
    sentence: str
    url: str
    anchor: str


@dataclass(frozen=True, slots=True)
class RowView:
    """``starts``: the heading that begins with this row, if one does."""

    line: AxisLine
    starts: HeadCell | None
    cells: list[CellView]
    count: int
    share: str
    url: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    layer: Layer
    values: list[tuple[float, bool] | None]


@dataclass(frozen=True, slots=True)
class DifferingCell:
    row: str
    column: str
    sentence: str
    words: str
    verdict: str
    q: str
    url: str


@dataclass(frozen=True, slots=True)
class SelectOption:
    value: str
    label: str
    is_chosen: bool


class MatrixView:
    """Worked out when a template prints it. ``path``: the page that the table stands on, for links that change it."""

    def __init__(self, result: MatrixResult, path: str = "", *, has_controls: bool = True) -> None:
        self.result = result
        self.path = path
        self.has_controls = has_controls
        self.matrix = result.matrix
        self.request = result.request
        self._links = result.links

    @property
    def caption(self) -> str:
        return _("Tools in each combination of %(rows)s and %(columns)s") % {
            "rows": self.matrix.rows.label,
            "columns": self.matrix.columns.label,
        }

    @cached_property
    def population(self) -> list[str]:
        return population_in_words(self.matrix.population, self.result.index, self.request.language)

    @property
    def whole_url(self) -> str:
        """The list of the tools in the table."""
        whole = None if self.matrix.left_out.tools else self._links.whole()
        return whole or self._list_url()

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """(sentence, address of their list) for the tools of which nothing is known on a side of the table."""
        left, sides = self.matrix.left_out, []
        if left.rows:
            sides.append((left_out_in_words(self.matrix.rows, left.rows), self._list_url(row=NOT_CODED)))
        if left.columns and not self.matrix.has_same_axes:
            sides.append((left_out_in_words(self.matrix.columns, left.columns), self._list_url(column=NOT_CODED)))
        return sides

    @property
    def silence(self) -> str:
        """Why nothing in the table is judged."""
        return silence_in_words(self.matrix)

    @property
    def has_column_headings(self) -> bool:
        return bool(self.matrix.columns.groups)

    @property
    def has_row_headings(self) -> bool:
        return bool(self.matrix.rows.groups)

    @property
    def side_columns(self) -> int:
        """How many columns stand before the cells: the headings of rows, and the rows' own labels."""
        return 2 if self.has_row_headings else 1

    @property
    def column_headings(self) -> list[HeadCell]:
        return [HeadCell(label, len(places)) for label, places in _runs(self.matrix.columns)]

    @property
    def columns(self) -> list[tuple[LineTotal, str, str]]:
        """(total, its share in words, address) of each column."""
        return [
            (total, share_word(total.judgement) if total.judgement.is_tested else "", self._column_url(total.line))
            for total in self.matrix.column_totals
        ]

    @cached_property
    def rows(self) -> list[RowView]:
        starts = {places[0]: HeadCell(label, len(places)) for label, places in _runs(self.matrix.rows)}
        return [
            RowView(
                line=total.line,
                starts=starts.get(at) if self.has_row_headings else None,
                cells=[self._cell(cell) for cell in cells],
                count=total.count,
                share=share_word(total.judgement) if total.judgement.is_tested else "",
                url=self._row_url(total.line),
            )
            for at, (total, cells) in enumerate(zip(self.matrix.row_totals, self.matrix.cells, strict=True))
        ]

    def _cell(self, cell: MatrixCell) -> CellView:
        judged = cell.judgement
        is_judged = judged.is_asked
        query = self._links.cell(cell.row, cell.column)
        return CellView(
            count=cell.count,
            verdict=judged.verdict if is_judged else "",
            words=str(VERDICT_WORDS[judged.verdict]) if is_judged else "",
            sentence=in_full(judged) if is_judged else "",
            url=query.url() if query else self._list_url(cell.row.slug, cell.column.slug),
            anchor=f"cell-{cell.row.slug}-{cell.column.slug}",
        )

    def _list_url(self, row: str = "", column: str = "") -> str:
        """The list on the gap pages themselves, for numbers that the catalogue's list can't be asked for."""
        pairs = self.request.params()
        pairs += [(name, slug) for name, slug in (("row", row), ("column", column)) if slug]
        if self.result.snapshot:
            pairs = [(key, value) for key, value in pairs if key != "date"]
            pairs.append(("snapshot", str(self.result.snapshot.number)))
        return f"{reverse('gaps:cell')}?{urlencode(pairs)}"

    def _row_url(self, line: AxisLine) -> str:
        query = self._links.row(line)
        return query.url() if query else self._list_url(row=line.slug)

    def _column_url(self, line: AxisLine) -> str:
        query = self._links.column(line)
        return query.url() if query else self._list_url(column=line.slug)

    @cached_property
    def need_rows(self) -> list[NeedRow]:
        """Indicators below the table, where its columns are regions."""
        if self.matrix.columns.key != "region":
            return []
        rows = []
        for layer in self.result.needs():
            values = [layer.of_region(line.slug) for line in self.matrix.columns.lines]
            rows.append(NeedRow(layer, [(value.value, value.is_seen) if value else None for value in values]))
        return rows

    @cached_property
    def differences(self) -> list[DifferingCell]:
        """The cells that differ, the surest first."""
        cells = [c for c in self.matrix.each_cell() if c.judgement.verdict in (UNDER_SERVED, WELL_SERVED)]
        cells.sort(key=lambda cell: (cell.judgement.q or 0.0, cell.row.slug, cell.column.slug))
        return [
            DifferingCell(
                row=cell.row.label,
                column=cell.column.label,
                sentence=in_full(cell.judgement),
                words=str(VERDICT_WORDS[cell.judgement.verdict]),
                verdict=cell.judgement.verdict,
                q=probability(cell.judgement.q),
                url=self._cell(cell).url,
            )
            for cell in cells[:MOST_DIFFERENCES]
        ]

    @property
    def number_of_differences(self) -> dict[str, int]:
        verdicts = self.matrix.cell_statistics.verdict
        return {
            "under": int((verdicts == UNDER_SERVED).sum()),
            "well": int((verdicts == WELL_SERVED).sum()),
            "tested": int(self.matrix.cell_statistics.is_tested.sum()),
        }

    @property
    def legend(self) -> list[tuple[str, Any, Any]]:
        return [
            (verdict, VERDICT_WORDS[verdict], VERDICT_MEANINGS[verdict])
            for verdict in VERDICT_WORDS
            if verdict != NOT_TESTED
        ]

    # --- changing it ---

    def _axis_choices(self, chosen: str) -> list[SelectOption]:
        return [SelectOption(key, str(BY_KEY[key].label), key == chosen) for key in AXES]

    @property
    def row_choices(self) -> list[SelectOption]:
        return self._axis_choices(self.request.rows)

    @property
    def column_choices(self) -> list[SelectOption]:
        return self._axis_choices(self.request.columns)

    @property
    def global_choices(self) -> list[SelectOption]:
        return [
            SelectOption(mode.value, str(word), mode is self.request.global_mode) for mode, word in GLOBAL_WORDS.items()
        ]

    @property
    def filter_choices(self) -> list[tuple[str, str, list[SelectOption]]]:
        """(key, label, values) of each facet that has no choice yet; several values of one are for the address."""
        chosen = dict(self.request.filters)
        return [
            (
                key,
                str(BY_KEY[key].label),
                [
                    SelectOption(term.slug, term.label(self.request.language), False)
                    for term in self.result.index.terms(BY_KEY[key].vocabulary)
                ],
            )
            for key in FILTERS
            if key not in chosen
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps of the present question."""
        fields = [(key, slug) for key, slugs in self.request.filters for slug in slugs]
        return fields + [("have", slug) for slug in self.request.have]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(label, address without it) of each filter."""
        chips = []
        for key, slugs in self.request.filters:
            for slug in slugs:
                label = f"{BY_KEY[key].label}: {self.result.index.label(key, slug, self.request.language)}"
                chips.append((label, self._address(self.request.without(key, slug))))
        for slug in self.request.have:
            label = self.result.index.label("infrastructure", slug, self.request.language)
            chips.append((_("Have: %(value)s") % {"value": label}, self._address(self.request.without("have", slug))))
        return chips

    def _address(self, request: MatrixRequest, **extra: str) -> str:
        query = request.querystring(**extra)
        return f"{self.path}?{query}" if query else self.path

    @property
    def swapped_url(self) -> str:
        return self._address(self.request.changed(rows=self.request.columns, columns=self.request.rows))

    @property
    def downloads(self) -> list[tuple[str, str]]:
        return [(name.upper(), self._address(self.request, format=name)) for name in FORMATS]


@dataclass(frozen=True, slots=True)
class SupplyView:
    """Need beside supply; ``people`` and ``internet`` name their sources."""

    people: Layer
    internet: Layer | None
    rows: list[Any]


def supply_view(result: MatrixResult) -> SupplyView | None:
    """The areas of the indicator that counts people, None where it isn't loaded."""
    known = {layer.key: layer for layer in layers([PEOPLE_KEY, INTERNET_KEY])}
    people, internet = known.get(PEOPLE_KEY), known.get(INTERNET_KEY)
    if people is None:
        return None
    rows = supply_beside_need(people, result.table, result.matrix.population, result.index, internet)
    return SupplyView(people, internet, rows)


def _runs(axis: Axis) -> Iterable[tuple[str, list[int]]]:
    """Neighbouring lines under one heading: its label and their places; lines without one under an empty label."""
    runs: list[tuple[str | None, str, list[int]]] = []
    for at, line in enumerate(axis.lines):
        if runs and runs[-1][0] == line.group:
            runs[-1][2].append(at)
        else:
            runs.append((line.group, line.group_label, [at]))
    return [(label, places) for _group, label, places in runs]
