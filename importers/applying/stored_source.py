"""The rows of a plan as a file again: an import goes on when its file is gone."""

from __future__ import annotations

from collections.abc import Iterator

from importers.applying.storing import plan_row
from importers.columns import Column, ColumnHeading, SurveyTable
from importers.models import Batch, BatchStatus
from importers.plan.import_plan import PlanRow, column_from_json
from importers.readers import SheetRow, SourceFile, Worksheet


def has_plan(batch: Batch) -> bool:
    return batch.status in (BatchStatus.PLANNED, BatchStatus.FAILED) and batch.rows.exists()


def stored_source(batch: Batch) -> SourceFile:
    """The file's answers as far as they were kept: no private columns, no refused rows."""
    sheet = Worksheet(batch.sheet, lambda: _rows(batch))
    return SourceFile(batch.file_name, batch.kind, batch.digest, (sheet,), encoding=batch.encoding)


def stored_table(batch: Batch, source: SourceFile) -> SurveyTable:
    columns = stored_columns(batch)
    rows = batch.header_row if isinstance(batch.header_row, list) else [batch.header_row or 1]
    headings = tuple(ColumnHeading(column.position, column.header, column.option) for column in columns)
    return SurveyTable(source.sheets[0], tuple(rows), headings, tuple(batch.notes))


def stored_columns(batch: Batch) -> list[Column]:
    return [column_from_json(entry) for entry in batch.columns]


def _rows(batch: Batch) -> Iterator[SheetRow]:
    columns = stored_columns(batch)
    width = max((column.position for column in columns), default=-1) + 1
    letters = {column.letter: column.position for column in columns}
    for number, raw in batch.rows.exclude(raw={}).order_by("number").values_list("number", "raw"):
        cells = [""] * width
        for letter, text in raw.items():
            if letter in letters:
                cells[letters[letter]] = text
        yield SheetRow(number, tuple(cells))


def rows_without_cells(batch: Batch) -> list[PlanRow]:
    """Refused rows and rows of totals: of them only that they were there is kept."""
    return [plan_row(row) for row in batch.rows.filter(raw={}).order_by("number")]
