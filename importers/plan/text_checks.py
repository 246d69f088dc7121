"""What waits for a person's look in the texts that a row would make public: personal data, and damaged letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from catalogue.personal_data import PUBLIC_TEXTS, kinds_in_words, personal_data_in, without_personal_data
from importers.columns import Column
from importers.plan.import_plan import PlanRow
from importers.values.damage import is_damaged, is_garbled, mended
from importers.values.problems import CellProblem

PERSONAL_DATA, DAMAGED_LETTERS = "personal-data", "damaged-letters"
_LONG_TEXTS = frozenset(("summary", "notes"))
_SHOWN = 3


class _TextCheck:
    """A check of every cell that feeds a public text."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.letters: dict[str, list[str]] = defaultdict(list)
        for column in columns:
            if column.field in PUBLIC_TEXTS:
                self.letters[column.field].append(column.letter)

    def problems_of(self, row: PlanRow, fields: Collection[str] | None = None) -> list[CellProblem]:
        """``fields``: those that the row would write; None for all."""
        problems: list[CellProblem] = []
        for name, letters in self.letters.items():
            if fields is None or name in fields:
                cells = (self._problem_of(row, name, letter, row.raw.get(letter, "")) for letter in letters)
                problems += filter(None, cells)
        return problems

    def _problem_of(self, row: PlanRow, name: str, letter: str, text: str) -> CellProblem | None:
        raise NotImplementedError


class PrivacyCheck(_TextCheck):
    """Personal data is shown, and the text without it offered.

    ``allowed`` {row: letters}: cells that a curator looked at and found meant to be public.
    """

    def __init__(self, columns: Sequence[Column], allowed: Mapping[int, Collection[str]]) -> None:
        super().__init__(columns)
        self.allowed = allowed

    def _problem_of(self, row: PlanRow, name: str, letter: str, text: str) -> CellProblem | None:
        if name not in row.values or letter in self.allowed.get(row.number, ()):
            return None
        countries = [*row.values.get("countries", ()), *filter(None, [row.values.get("origin_country")])]
        data = personal_data_in(text, countries)
        if not data:
            return None
        shown = ", ".join(f"“{datum.text}”" for datum in data[:_SHOWN]) + ("…" if len(data) > _SHOWN else "")
        message = _("Readers would see %(kinds)s: %(texts)s.") % {"kinds": kinds_in_words(data), "texts": shown}
        suggestion = _("Remove it from the text, or confirm that it is meant to be public.")
        offer = without_personal_data(text, countries)
        return CellProblem(PERSONAL_DATA, message, letter, suggestion, name, text[:200], offer=offer)


class DamageCheck(_TextCheck):
    """Damaged letters are mended where that can be done. ``lost`` counts the cells whose letters are lost for good."""

    lost = 0

    def _problem_of(self, row: PlanRow, name: str, letter: str, text: str) -> CellProblem | None:
        if offer := mended(text):
            message = _("The letters of “%(text)s” were read in the wrong encoding.") % {"text": text[:60]}
            suggestion = _("Take over the mended text.")
            return CellProblem(DAMAGED_LETTERS, message, letter, suggestion, name, text[:200], offer=offer)
        is_name = name not in _LONG_TEXTS
        if is_damaged(text, is_name=is_name) or (is_name and is_garbled(text)):
            self.lost += 1
            message = _("Letters of “%(text)s” are lost.") % {"text": text[:60]}
            return CellProblem(DAMAGED_LETTERS, message, letter, _("Write the text as it was."), name, text[:200])
        return None

    def notes(self, worn: int) -> list[str]:
        """How the damage came about, for the whole file. ``worn``: cells that lost letters against the registry's."""
        if not self.lost and not worn:
            return []
        return [
            _(
                "Letters were lost when this file was saved: “?” stands for letters of other scripts "
                "(cells: %(count)d). None of it is taken over. Save the file as “CSV UTF-8” or as XLSX."
            )
            % {"count": self.lost + worn}
        ]
