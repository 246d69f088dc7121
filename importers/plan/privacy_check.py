"""Personal data in the texts that a row would make public: found cell by cell, with the text without them offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from catalogue.personal_data import PUBLIC_TEXTS, kinds_in_words, personal_data_in, without_personal_data
from importers.columns import Column
from importers.plan.import_plan import PlanRow
from importers.values.problems import CellProblem

CODE = "personal-data"
_SHOWN = 3


class PrivacyCheck:
    """``allowed`` {row: letters}: cells that a curator looked at and found meant to be public."""

    def __init__(self, columns: Sequence[Column], allowed: Mapping[int, Collection[str]]) -> None:
        self.allowed = allowed
        self.letters: dict[str, list[str]] = defaultdict(list)
        for column in columns:
            if column.field in PUBLIC_TEXTS:
                self.letters[column.field].append(column.letter)

    def problems_of(self, row: PlanRow, fields: Collection[str] | None = None) -> list[CellProblem]:
        """``fields``: those that the row would write; None for all."""
        countries = [*row.values.get("countries", ()), *filter(None, [row.values.get("origin_country")])]
        problems = []
        for name, letters in self.letters.items():
            if name not in row.values or (fields is not None and name not in fields):
                continue
            for letter in letters:
                if letter not in self.allowed.get(row.number, ()):
                    problems += self._problem_of(name, letter, row.raw.get(letter, ""), countries)
        return problems

    def _problem_of(self, name: str, letter: str, text: str, countries: Sequence[str]) -> list[CellProblem]:
        data = personal_data_in(text, countries)
        if not data:
            return []
        shown = ", ".join(f"“{datum.text}”" for datum in data[:_SHOWN]) + ("…" if len(data) > _SHOWN else "")
        message = _("Readers would see %(kinds)s: %(texts)s.") % {"kinds": kinds_in_words(data), "texts": shown}
        suggestion = _("Remove it from the text, or confirm that it is meant to be public.")
        offer = without_personal_data(text, countries)
        return [CellProblem(CODE, message, letter, suggestion, name, text[:200], offer=offer)]
