"""A request becomes a matrix with its date, need and links, which page, export and API all print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from common.recent import Recent
from gaps.axes import AxisLine
from gaps.formatting import axes_in_words
from gaps.links import MatrixLinks
from gaps.live_data import LiveRegistry, current_registry
from gaps.matrix import CoverageMatrix, build_matrix
from gaps.matrix_request import MatrixRequest, day_of
from gaps.models.snapshots import Snapshot
from gaps.needs.layers import DEFAULT_KEYS, Layer, layers
from gaps.population import NOT_CODED
from gaps.serializers import matrix_as_dict, numbers_digest
from gaps.snapshots.citing import kept_state
from gaps.snapshots.freezing import state_of, taken_by
from gaps.tool_table import Classified, ToolTable
from search.query import Resolve
from taxonomy.index import VocabularyIndex


@dataclass(frozen=True)
class MatrixResult:
    """``on``: the day of the data. ``snapshot``: the frozen state. ``is_before_first``: there was none by that day.

    ``is_not_frozen``: today's state was asked for by its date, and these numbers may still change.
    """

    request: MatrixRequest
    matrix: CoverageMatrix
    table: ToolTable
    index: VocabularyIndex
    on: date
    stamp: str
    snapshot: Snapshot | None = None
    is_before_first: bool = False
    is_not_frozen: bool = False

    def kept(self) -> Snapshot | None:
        """The snapshot that will always show these numbers; None where there is none yet. May keep the state now."""
        if self.snapshot is not None or self.is_before_first:
            return self.snapshot
        return kept_state(self.stamp)

    @property
    def links(self) -> MatrixLinks:
        return MatrixLinks(self.matrix, self.index, self.request.language)

    @property
    def regions(self) -> list[str]:
        """The regions along an axis, if one of them is that."""
        for axis in (self.matrix.columns, self.matrix.rows):
            if axis.key == "region":
                return [line.slug for line in axis.lines if line.is_coded]
        return []

    def members(self, row: str, column: str) -> list[Classified]:
        """The tools that a cell counts, by name; none where there is no such cell.

        Without a row or column those of the other's total; ``not-coded``: those that the table leaves out on that side.
        """
        counted = self.matrix.population.mask(self.table, self.index)
        is_left_out = NOT_CODED in (row, column)
        for axis, slug in ((self.matrix.rows, row), (self.matrix.columns, column)):
            if slug == NOT_CODED:
                counted = counted & ~axis.known
                continue
            if not is_left_out:
                counted = counted & axis.known
            if not slug:
                continue
            places = [at for at, line in enumerate(axis.lines) if line.slug == slug]
            if not places:
                return []
            counted = counted & (axis.carried[:, places].toarray().ravel() > 0)
        return sorted(self.table.records_in(counted), key=lambda record: (record.name.casefold(), record.slug))

    def heading(self, row: str, column: str) -> str | None:
        """What the list of ``members`` is called; None where the table has no such row or column."""
        parts = []
        for axis, slug in ((self.matrix.rows, row), (self.matrix.columns, column)):
            if slug == NOT_CODED:
                parts.append(_("Not recorded: %(axis)s") % {"axis": axis.label})
            elif slug:
                labels = [line.label for line in axis.lines if line.slug == slug]
                if not labels:
                    return None
                parts += labels
        return " × ".join(parts) or axes_in_words(self.matrix.rows, self.matrix.columns)

    def needs(self) -> list[Layer]:
        """The indicators that stand beside the regions of the table; none where it has no regions."""
        known = {layer.key: layer for layer in self.indicators()} if self.regions else {}
        return [known[key] for key in DEFAULT_KEYS if key in known]

    def indicators(self) -> list[Layer]:
        """All indicators, as they were when a snapshot was taken."""
        if self.snapshot is not None:
            return state_of(self.snapshot).indicators
        return layers()


def read_request(
    params: QueryDict, language: str, *, strict: bool = False, snapshot: Snapshot | None = None
) -> tuple[MatrixRequest, Snapshot | None]:
    """The question of an address, and the snapshot that answers it, if not the present does: the given one, or that of
    the day asked for. Terms are read as they were then, so that what was frozen doesn't change with the vocabularies.
    Strict, it raises RequestError."""
    snapshot = snapshot or snapshot_of(day_of(params))
    return MatrixRequest.from_params(params, language, strict=strict, resolve=resolver(snapshot)), snapshot


def snapshot_of(day: date | None) -> Snapshot | None:
    """What answers for a day; None without one, where there was none by then, and where today's can't be kept now."""
    if day is None:
        return None
    if day < timezone.localdate():
        return taken_by(day)
    # Who names today wants what will be shown for today tomorrow.
    return kept_state(current_registry().stamp)


def resolver(snapshot: Snapshot | None) -> Resolve | None:
    """What terms stood for in a snapshot; None for today."""
    return state_of(snapshot).resolve if snapshot is not None else None


_matrices: Recent[CoverageMatrix] = Recent(64)


def matrix_result(request: MatrixRequest, snapshot: Snapshot | None = None) -> MatrixResult:
    """The present, the state of the request's day, or that of a snapshot."""
    snapshot = snapshot or snapshot_of(request.day)
    if snapshot is not None:
        frozen = state_of(snapshot)
        request = request.changed(day=snapshot.taken_on)
        matrix = _matrix(request, frozen.table, frozen.index, frozen.stamp)
        return MatrixResult(request, matrix, frozen.table, frozen.index, frozen.on, frozen.stamp, snapshot)
    registry = current_registry()
    if request.day is not None and request.day < timezone.localdate():
        nothing = ToolTable([])
        matrix = _built(request, nothing, registry.index)
        return MatrixResult(request, matrix, nothing, registry.index, request.day, "", is_before_first=True)
    is_not_frozen = request.day is not None
    request = request.changed(day=None, ignored=request.ignored)
    return MatrixResult(
        request,
        live_matrix(request, registry),
        registry.table,
        registry.index,
        registry.on,
        registry.stamp,
        is_not_frozen=is_not_frozen,
    )


def live_matrix(request: MatrixRequest, registry: LiveRegistry) -> CoverageMatrix:
    """The matrix of the present state."""
    return _matrix(request, registry.table, registry.index, registry.stamp)


def _matrix(request: MatrixRequest, table: ToolTable, index: VocabularyIndex, stamp: str) -> CoverageMatrix:
    """The matrix of a state; the last few are kept in memory."""
    key = (stamp, request, request.language)
    return _matrices.get(key, lambda: _built(request, table, index))


def _built(request: MatrixRequest, table: ToolTable, index: VocabularyIndex) -> CoverageMatrix:
    return build_matrix(table, request.rows, request.columns, request.population, index, language=request.language)


def result_as_dict(result: MatrixResult) -> dict[str, Any]:
    """An answer becomes the JSON of docs/reference/api.md, with needs where regions are a side of the table."""
    links = result.links

    def address(row: AxisLine, column: AxisLine) -> str | None:
        query = links.cell(row, column)
        return query.url() if query else None

    content = matrix_as_dict(
        result.matrix,
        on=result.on,
        needs=[layer.as_dict(result.regions) for layer in (result.indicators() if result.regions else [])],
        address=address,
    )
    content["snapshot"] = result.snapshot.number if result.snapshot else None
    content["numbers"] = numbers_digest(result.matrix)
    content["url"] = links.whole()
    if result.is_before_first:
        content["note"] = "The registry had no record on that day."
    if result.is_not_frozen:
        content["note"] = "Not frozen yet: these numbers may change until the end of the day."
    return content
