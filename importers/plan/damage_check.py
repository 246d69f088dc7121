"""Damaged letters in the texts that a row would write: the row waits, and the file's note says how it came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from catalogue.personal_data import PUBLIC_TEXTS
from importers.columns import Column
from importers.plan.import_plan import PlanRow
from importers.values.damage import is_damaged, is_garbled, mended
from importers.values.problems import CellProblem

CODE = "damaged-letters"
_LONG_TEXTS = frozenset(("summary", "notes"))


class DamageCheck:
    """``lost`` counts the cells whose letters are lost for good."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.lost = 0
        self.letters: dict[str, list[str]] = defaultdict(list)
        for column in columns:
            if column.field in PUBLIC_TEXTS:
                self.letters[column.field].append(column.letter)

    def problems_of(self, row: PlanRow, fields: Collection[str] | None = None) -> list[CellProblem]:
        """``fields``: those that the row would write; None for all."""
        problems = []
        for name, letters in self.letters.items():
            if fields is not None and name not in fields:
                continue
            for letter in letters:
                if problem := self._problem_of(name, letter, row.raw.get(letter, "")):
                    problems.append(problem)
        return problems

    def _problem_of(self, name: str, letter: str, text: str) -> CellProblem | None:
        if offer := mended(text):
            message = _("The letters of “%(text)s” were read in the wrong encoding.") % {"text": text[:60]}
            return CellProblem(CODE, message, letter, _("Take over the mended text."), name, text[:200], offer=offer)
        if is_damaged(text, is_name=name not in _LONG_TEXTS) or (name not in _LONG_TEXTS and is_garbled(text)):
            self.lost += 1
            message = _("Letters of “%(text)s” are lost.") % {"text": text[:60]}
            return CellProblem(CODE, message, letter, _("Write the text as it was."), name, text[:200])
        return None

    def notes(self, worn: int) -> list[str]:
        """``worn``: cells that differ from the registry by lost letters only."""
        if not self.lost and not worn:
            return []
        return [
            _(
                "Letters were lost when this file was saved: “?” stands for letters of other scripts "
                "(cells: %(count)d). None of it is taken over. Save the file as “CSV UTF-8” or as XLSX."
            )
            % {"count": self.lost + worn}
        ]
