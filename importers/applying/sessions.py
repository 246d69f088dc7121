"""One import from file to registry, for commands and for the admin alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from importers.applying.apply import ApplyResult, apply_batch
from importers.applying.consenting import forget_refused, with_planned_samples, with_samples_of
from importers.applying.memory import recall, remembered_columns
from importers.applying.storing import plan_row, store_plan
from importers.columns import Column, SurveyTable, propose_columns
from importers.models import Batch, BatchMode, MappingMemory
from importers.plan.existing_records import ExistingRecords
from importers.plan.import_plan import ImportPlan, PlanOptions
from importers.plan.make_plan import make_plan, open_table, options_from_mapping, with_choices
from importers.readers import SourceFile, read_path
from importers.rejected_rows import continued_batch


class ImportSession:
    """``mapping`` is the curator's, as docs/guides/curators.md describes; what it leaves open is proposed."""

    def __init__(
        self,
        source_file: SourceFile,
        *,
        sheet: str = "",
        header_row: int | None = None,
        mapping: Mapping[str, Any] | None = None,
        source: str = "",
        user: Any = None,
        batch: Batch | None = None,
        table: SurveyTable | None = None,
    ) -> None:
        mapping = mapping or {}
        self.file = source_file
        self.user = user
        self.source = source or str(mapping.get("source", ""))
        self.table: SurveyTable = table or open_table(
            source_file, sheet or str(mapping.get("sheet", "")), header_row or mapping.get("header_row")
        )
        memory = recall(self.table, self.source)
        columns = propose_columns(self.table, remembered_columns(memory, self.table))
        self.columns: list[Column] = with_samples_of(with_choices(columns, mapping.get("columns", {})), self.table)
        self.options: PlanOptions = _with_memory(options_from_mapping(mapping), memory, self.is_own_export)
        self.batch = batch
        self._plan: ImportPlan | None = None

    @classmethod
    def from_path(cls, path: Path, *, encoding: str = "", **options: Any) -> ImportSession:
        """Raises FileProblem."""
        return cls(read_path(path, encoding=encoding), **options)

    @property
    def is_own_export(self) -> bool:
        """Whether a column names the registry's own records, so that the file is an edited export."""
        return any(column.field == "id" for column in self.columns)

    @property
    def current_plan(self) -> ImportPlan:
        if self._plan is None:
            raise RuntimeError("plan() comes first")
        return self._plan

    def plan(self, existing: ExistingRecords | None = None) -> ImportPlan:
        self._plan = make_plan(self.file, self.table, self.columns, self.options, existing)
        self._plan.columns = with_planned_samples(self._plan.columns, self._plan.rows)
        forget_refused(self.options, self.columns, self._plan.rows)
        return self._plan

    def store(self) -> Batch:
        batch = self.batch or Batch(user=self.user, source=self.source, continues=continued_batch(self.table))
        self.batch = store_plan(self.current_plan, self.options, kind=self.file.kind, batch=batch)
        return self.batch

    def apply(self, *, mode: str = BatchMode.LIVE) -> ApplyResult:
        """Store and write. A plan with nothing to write is not stored: the same file twice leaves no second import."""
        counts = self.current_plan.counts
        if not counts["new"] and not counts["changed"]:
            return ApplyResult(is_nothing_to_do=True)
        batch = self.store()
        applied = apply_batch(batch.pk, mode=mode, user=self.user)
        if applied.refused:
            self._take_over(batch)
        return applied

    def _take_over(self, batch: Batch) -> None:
        """Rows that the registry refused while writing are invalid now."""
        stored = {row.number: row for row in batch.rows.filter(state="invalid")}
        rows: Sequence[Any] = self.current_plan.rows
        self.current_plan.rows = [plan_row(stored[row.number]) if row.number in stored else row for row in rows]


def _with_memory(options: PlanOptions, memory: MappingMemory | None, is_own_export: bool) -> PlanOptions:
    """What was decided about values in earlier imports of this survey holds unless it is decided anew.

    How a survey meets what is known is remembered as well; in an edited export every filled cell is meant.
    """
    if memory is None:
        return options
    for field, texts in memory.values.items():
        options.values[field] = {**texts, **options.values.get(field, {})}
    if not is_own_export:
        options.policies = {**memory.policies, **options.policies}
    return options
