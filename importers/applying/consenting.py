"""Nothing of a respondent who doesn't agree to publication is kept or shown: samples, corrections, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from importers.columns import KEPT_ROLES, Column, ColumnRole, SurveyTable
from importers.plan.cells import RowReader
from importers.plan.import_plan import PlanOptions, PlanRow
from importers.values.problems import CONSENT_UNCLEAR, REFUSED

_SHOWN = 3
_LOOKED_AT = 200


def with_samples_of(columns: Sequence[Column], table: SurveyTable) -> list[Column]:
    """The columns with samples of rows that don't refuse, as far as the columns of consent are known."""
    consent = [column for column in columns if column.role is ColumnRole.CONSENT]
    if not consent:
        return list(columns)
    reader = RowReader(consent)
    rows = (row.cells for row in islice(table.rows(), _LOOKED_AT))
    return _sampled(columns, [cells for cells in rows if not reader.is_refused(cells)])


def _sampled(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    return [
        replace(column, samples=_first(row[column.position] for row in rows if column.position < len(row)))
        if column.samples
        else column
        for column in columns
    ]


def with_planned_samples(columns: Sequence[Column], rows: Sequence[PlanRow]) -> list[Column]:
    """The columns with samples of rows that a plan keeps; none of rows whose consent isn't clear."""
    rows = [row for row in rows if row.raw and not _has_problem(row, CONSENT_UNCLEAR)]
    sampled = []
    for column in columns:
        cells = (row.raw.get(column.letter, "") for row in rows)
        sampled.append(replace(column, samples=_first(cells) if column.role in KEPT_ROLES else ()))
    return sampled


def _has_problem(row: PlanRow, code: str) -> bool:
    return any(problem.code == code for problem in row.problems)


def _first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(filter(None, texts)), _SHOWN))


def forget_refused(options: PlanOptions, columns: Sequence[Column], rows: Sequence[PlanRow]) -> None:
    """Take what curators corrected and decided in refused rows out of the choices; the answer about consent stays."""
    letters = {column.letter for column in columns if column.role is ColumnRole.CONSENT}
    for row in rows:
        if not _has_problem(row, REFUSED):
            continue
        options.decisions.pop(row.number, None)
        options.public.pop(row.number, None)
        fixes = options.fixes.pop(row.number, {})
        if consent := {letter: text for letter, text in fixes.items() if letter in letters}:
            options.fixes[row.number] = consent
