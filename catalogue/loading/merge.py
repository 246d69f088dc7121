"""Rows of the starting data → records, without undoing a curator's work.

For each field three values are compared: what the data said at the last load, what it says now, and what the record
says. A field that the data changed is written; one that a curator changed is kept; where both did, the curator's
stays and the report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from catalogue.fields import plain, read_values
from catalogue.loading.files import DataLine
from catalogue.models import LoadedRecord, TextOrigin, Tool
from catalogue.removal.keys import removed_among
from catalogue.writing import Outcome, RecordChange, write_records
from taxonomy.many import PORTION, rows_by_key


@dataclass(frozen=True)
class LoadConflict:
    """A field where a curator's value and the data's new one differ; the curator's was kept."""

    line: int
    slug: str
    field: str


@dataclass
class CatalogueLoadReport:
    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    kept: list[LoadConflict] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    # How many rows are those of records that were removed for good; they stay out.
    removed: int = 0

    def add(self, other: CatalogueLoadReport) -> None:
        """Take in what became of the rows of a further file about the same records."""
        for slug, names in other.changed.items():
            if slug in self.same:
                self.same.remove(slug)
            if slug not in self.created:
                self.changed[slug] = sorted({*self.changed.get(slug, ()), *names})
        self.kept += other.kept
        self.removed += other.removed


@transaction.atomic
def load_rows(rows: Sequence[DataLine], *, user: Any = None, reason: str = "") -> CatalogueLoadReport:
    """Write the rows; a second time with the same rows changes nothing and writes no revision."""
    report = CatalogueLoadReport()
    removed = removed_among((row.slug, (row.values.get("name", ""), *row.values.get("aka", ()))) for row in rows)
    report.removed = len(removed)
    rows = [row for row in rows if row.slug not in removed]
    last = rows_by_key(LoadedRecord.objects.all(), "slug", [row.slug for row in rows])
    news = [row for row in rows if row.slug not in last or last[row.slug].values != _plain(row, last)]
    report.same = [row.slug for row in rows if row.slug in last and last[row.slug].values == _plain(row, last)]
    present = rows_by_key(Tool.objects.all().with_children(), "slug", [row.slug for row in news])
    drafts, lines = [], []
    for row in news:
        before = last[row.slug].values if row.slug in last else None
        values = _merge(row, before, present.get(row.slug), report)
        if values or row.slug not in present:
            drafts.append(RecordChange(row.slug, values))
            lines.append(row.line)
        else:
            report.same.append(row.slug)
    written = write_records(drafts, user=user, reason=reason, text_origin=TextOrigin.MACHINE)
    refused = set()
    for line, answer in zip(lines, written, strict=True):
        if answer.outcome is Outcome.CREATED:
            report.created.append(answer.slug)
        elif answer.outcome is Outcome.CHANGED:
            report.changed[answer.slug] = sorted(answer.after)
        elif answer.outcome is Outcome.SAME:
            report.same.append(answer.slug)
        else:
            refused.add(answer.slug)
            why = " ".join(f"{name}: {problem}" for name, problem in answer.problems.items())
            report.refused.append((line, answer.slug, why))
    _remember([row for row in news if row.slug not in refused], last)
    return report


def _merge(
    row: DataLine, before: dict[str, Any] | None, tool: Tool | None, report: CatalogueLoadReport
) -> dict[str, Any]:
    if tool is None:
        return row.values
    now = read_values(tool, row.values)
    values: dict[str, Any] = {}
    for name, new in row.values.items():
        if now[name] == new:
            continue
        if before is not None and name in before:
            if before[name] == plain(new):
                continue  # only a curator changed it
            if before[name] != plain(now[name]):
                report.kept.append(LoadConflict(row.line, row.slug, name))
                continue
        values[name] = new
    return values


def _remember(rows: Sequence[DataLine], last: dict[str, LoadedRecord]) -> None:
    LoadedRecord.objects.bulk_create(
        [LoadedRecord(slug=row.slug, values=_plain(row, last)) for row in rows if row.slug not in last]
    )
    again = [last[row.slug] for row in rows if row.slug in last]
    for entry, row in zip(again, [row for row in rows if row.slug in last], strict=True):
        entry.values = _plain(row, last)
    if again:
        LoadedRecord.objects.bulk_update(again, ["values"], batch_size=PORTION)


def _plain(row: DataLine, last: dict[str, LoadedRecord]) -> dict[str, Any]:
    """Return what the data says from now on. A field that this file doesn't speak about stays as it was said."""
    before = last[row.slug].values if row.slug in last else {}
    return {**before, **{name: plain(value) for name, value in row.values.items()}}
