"""Rows about withdrawn records: one that only an undo withdrew returns to its address, another one is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from catalogue.matching import RecordMatch
from importers.plan.existing_records import ExistingRecords
from importers.plan.import_plan import Action, PlanRow, PossibleDuplicate, RowState
from importers.plan.withdrawals import Withdrawal
from importers.values.problems import CellProblem

_AGREES = 0.6
_SAME_PAGE = 0.5
_MADE_ANEW = (Action.NEW, Action.DIFFERENT)
_IT_IS = (Action.UPDATE, Action.SAME)


def without_withdrawn(row: PlanRow, matches: Sequence[RecordMatch], existing: ExistingRecords) -> list[RecordMatch]:
    """The matches that are in the registry; if the row is about a withdrawn record instead, it is settled here."""
    living = [match for match in matches if match.key not in existing.withdrawn]
    gone = [match for match in matches if match.key in existing.withdrawn and match.is_likely]
    chosen = row.tool if row.tool in existing.withdrawn else ""
    if row.decision in _MADE_ANEW or not (gone or chosen):
        return living
    if not chosen and (row.tool or any(match.is_likely for match in living)):
        return living
    row.tool = chosen or gone[0].key
    match = next((one for one in gone if one.key == row.tool), None)
    withdrawal = existing.withdrawn[row.tool]
    score, reasons = (match.score, match.reasons) if match is not None else (1.0, ())
    row.likenesses = [PossibleDuplicate(row.tool, withdrawal.name, score, reasons)]
    is_meant = row.decision in _IT_IS or (match is not None and _is_the_same(match))
    problem = _returns(withdrawal) if withdrawal.by_undo and is_meant else _was_withdrawn(withdrawal)
    row.problems.append(problem)
    if row.state is not RowState.INVALID:
        row.state = RowState.NEW if withdrawal.by_undo and is_meant else RowState.DUPLICATE
    return []


def _is_the_same(match: RecordMatch) -> bool:
    """The same name, and organisation or address agree. A corrected file may well correct the places."""
    seen = match.features
    return match.is_sure or (match.is_same_name and ((seen.organisation or 0) >= _AGREES or seen.page >= _SAME_PAGE))


def _returns(withdrawal: Withdrawal) -> CellProblem:
    sentence = _("This row brings it back at its old address, with what the row says and nothing from before.")
    return CellProblem("brings-back", withdrawal.sentence, suggestion=sentence, is_warning=True)


def _was_withdrawn(withdrawal: Withdrawal) -> CellProblem:
    if withdrawal.by_undo:
        suggestion = _("Say whether the row is about it. If so, it returns to its old address.")
    else:
        suggestion = _("If it is to return, an editor restores it first. Otherwise leave the row out.")
    return CellProblem("withdrawn", withdrawal.sentence, suggestion=suggestion, is_warning=True)
