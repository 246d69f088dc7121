"""From a number to the list of exactly the tools that it counts."""

from __future__ import annotations

from collections.abc import Mapping

from gaps.axes import AxisLine
from gaps.matrix import CoverageMatrix
from gaps.population import NOT_CODED, GlobalMode, Population
from search.facets import GLOBAL
from search.query import ToolQuery
from taxonomy.index import VocabularyIndex


def query_of(
    population: Population, index: VocabularyIndex, also: Mapping[str, str] | None = None, language: str = "en"
) -> ToolQuery | None:
    """The list of a population, narrowed by further facet values; None where a list can't be asked for that.

    A list can't be asked for tools that lack a value, nor for a state of the past.
    """
    filters = {key: tuple(values) for key, values in population.filters.items()}
    filters |= {key: (value,) for key, value in (also or {}).items()}
    if population.date is not None or any(NOT_CODED in values for values in filters.values()):
        return None
    if population.statuses is not None and "status" not in filters:
        filters["status"] = population.statuses
    if population.global_mode is GlobalMode.EXCLUDED and "region" not in filters:
        filters["region"] = tuple(term.slug for term in index.children("region") if term.slug != GLOBAL)
    return ToolQuery.of(
        filters,
        have=population.have,
        includes_global=population.global_mode is GlobalMode.EXPANDED,
        includes_doubtful=population.is_doubt_included,
        language=language,
    )


class MatrixLinks:
    """Queries and addresses of a matrix's numbers, in a language."""

    def __init__(self, matrix: CoverageMatrix, index: VocabularyIndex, language: str = "en") -> None:
        self.matrix = matrix
        self.index = index
        self.language = language
        self._whole = query_of(matrix.population, index, language=language)

    def whole(self) -> str | None:
        """The population, those of its tools included that the table leaves out."""
        return self._whole.url() if self._whole else None

    def row(self, line: AxisLine) -> ToolQuery | None:
        """None also where the list would hold tools that the table leaves out."""
        return None if self.matrix.left_out.columns else self._narrowed({self.matrix.rows.key: line.slug})

    def column(self, line: AxisLine) -> ToolQuery | None:
        return None if self.matrix.left_out.rows else self._narrowed({self.matrix.columns.key: line.slug})

    def cell(self, row: AxisLine, column: AxisLine) -> ToolQuery | None:
        """None also where both axes are the same: values of one facet are alternatives in a list."""
        if self.matrix.has_same_axes and row.slug != column.slug:
            return None
        return self._narrowed({self.matrix.rows.key: row.slug, self.matrix.columns.key: column.slug})

    def _narrowed(self, also: dict[str, str]) -> ToolQuery | None:
        return query_of(self.matrix.population, self.index, also, self.language)
