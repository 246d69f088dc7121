"""Columns that are about consent only perhaps: the curator is told how many rows they would leave out, and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from importers.columns import Column, SurveyTable
from importers.plan.cells import RowReader


def consent_guess_notes(columns: Sequence[Column], table: SurveyTable) -> list[str]:
    """Sentences for the step in which the columns are confirmed; the file is read for them only if there are any."""
    if not any(column.is_guess for column in columns):
        return []
    reader = RowReader(columns)
    counts: dict[str, int] = {}
    for row in table.rows():
        if guess := reader.refused_by_guess(row.cells):
            counts[guess.letter] = counts.get(guess.letter, 0) + 1
    return guess_sentences(columns, counts)


def guess_sentences(columns: Sequence[Column], counts: Mapping[str, int]) -> list[str]:
    return [
        _(
            "Column %(letter)s (“%(header)s”) may say who refuses publication; nobody has confirmed it. "
            "Rows that it would leave out: %(count)d."
        )
        % {"letter": column.letter, "header": column.header[:80], "count": counts.get(column.letter, 0)}
        for column in columns
        if column.is_guess
    ]
