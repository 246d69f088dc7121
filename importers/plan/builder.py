"""Rows → plan: read, checked, matched with the registry and with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalogue.fields import check_values, plain
from catalogue.matching import MatchCandidate, RecordMatch
from catalogue.matching.addresses import page_key
from importers.columns import KEPT_ROLES, Column, ColumnRole
from importers.columns.personal_data import is_personal
from importers.lexicon.answers import is_answer
from importers.lexicon.fields import IMPORT_FIELDS
from importers.plan.broken_cells import BrokenCells
from importers.plan.cells import RowReader
from importers.plan.consent_guesses import guess_sentences
from importers.plan.existing_records import ExistingRecords, fingerprint, is_human_edit, values_of
from importers.plan.import_plan import Action, PlanOptions, PlanRow, PossibleDuplicate, RowState
from importers.plan.policies import change_of, policy_for
from importers.plan.revival import without_withdrawn
from importers.plan.text_checks import DamageCheck, PrivacyCheck
from importers.readers import SheetRow, Worksheet, column_position
from importers.values.damage import is_worn
from importers.values.problems import CONSENT_UNCLEAR, REFUSED, CellProblem
from taxonomy.places import region_of
from text.transliteration import name_key

_SHOWN_LIKENESSES = 3
_NEEDED_OF_NEW = ("name", "summary")


class PlanBuilder:
    """Builds the rows of a plan; ``reader`` holds the mapping, ``options`` the curator's choices."""

    def __init__(
        self,
        columns: Sequence[Column],
        existing: ExistingRecords,
        reader: RowReader,
        options: PlanOptions,
        sheet: Worksheet | None = None,
    ) -> None:
        self.columns = list(columns)
        self.existing = existing
        self.reader = reader
        self.options = options
        self._kept = [column for column in columns if column.role in KEPT_ROLES]
        self._letters = {column.field: column.letter for column in reversed(self.columns) if column.field}
        self._broken = BrokenCells(self.columns, sheet)
        self._damage = DamageCheck(self.columns)
        self._worn = 0
        self._privacy = PrivacyCheck(self.columns, options.public)
        self._asked: Counter[str] = Counter()
        self._is_own_export = any(column.field == "id" for column in self.columns)

    def build(self, rows: Iterable[SheetRow]) -> list[PlanRow]:
        rows = list(rows)
        self.reader.look_at(row.cells for row in rows)
        planned = [self._read(row) for row in rows]
        self._match(planned)
        self._find_repeats(planned)
        self._compare(planned)
        return planned

    # --- reading ---------------------------------------------------------------------------------------------------
    def _read(self, row: SheetRow) -> PlanRow:
        fixes = self.options.fixes.get(row.number, {})
        cells = self._fixed(row)
        broken = self._broken.problems_of(row.number, cells, fixes)
        if self.reader.is_refused(cells):
            why = _("The respondent doesn't agree to publication; nothing of the row is kept.")
            return _skipped(row, REFUSED, why)
        if guess := self.reader.refused_by_guess(cells):
            return self._asked_first(row.number, guess)
        action, slug = self._decision(row.number)
        if self._is_total(cells):
            return _skipped(row, "total", _("A row of totals, not an answer."))
        reading = self.reader.read(_without(cells, broken))
        canonical, wrong = check_values(
            {name: value for name, value in reading.values.items() if name not in ("id", "updated_at")}
        )
        problems = broken + reading.problems
        for name, message in wrong.items():
            problems.append(CellProblem("bad-value", message, self._letters.get(name, ""), field=name))
        planned = PlanRow(row.number, RowState.NEW, problems=problems, raw=self._raw(cells), decision=action)
        planned.values = {name: plain(value) for name, value in canonical.items()}
        for name in ("id", "updated_at"):
            if name in reading.values:
                planned.values[name] = reading.values[name]
        if slug:
            planned.tool = slug
        if not planned.values.get("name") and not planned.values.get("id"):
            planned.problems.append(self._needed("name"))
        if action == Action.SKIP:
            planned.state = RowState.SKIPPED
        elif planned.errors:
            planned.state = RowState.INVALID
        return planned

    def _asked_first(self, number: int, column: Column) -> PlanRow:
        """A row that is perhaps refused waits for what the curator says of the column, and nothing of it is kept."""
        message = _("Perhaps the respondent doesn't agree to publication: “%(header)s”.") % {
            "header": column.header[:80]
        }
        self._asked[column.letter] += 1
        suggestion = _("Say in the step “Columns” what a yes means in this column, or leave the column out.")
        problem = CellProblem(CONSENT_UNCLEAR, message, column.letter, suggestion)
        state = RowState.SKIPPED if self._decision(number)[0] == Action.SKIP else RowState.INVALID
        return PlanRow(number, state, problems=[problem])

    def _decision(self, number: int) -> tuple[str, str]:
        return self.options.decisions.get(number, ("", ""))

    @property
    def notes(self) -> list[str]:
        """Told of the whole file: columns that may be about consent, with how many rows they would leave out."""
        return [*guess_sentences(self.columns, self._asked), *self._damage.notes(self._worn)]

    def _fixed(self, row: SheetRow) -> tuple[str, ...]:
        fixes = self.options.fixes.get(row.number)
        cells = self._broken.shown(row.number, row.cells)
        if not fixes:
            return tuple(cells)
        for letters, text in fixes.items():
            position = column_position(letters)
            cells += [""] * (position + 1 - len(cells))
            cells[position] = text
        return tuple(cells)

    def _raw(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells that are kept: none of private columns, and no personal data out of columns that feed no field."""
        raw = {}
        for column in self._kept:
            text = cells[column.position] if column.position < len(cells) else ""
            if text and not (column.role is ColumnRole.IGNORED and is_personal(text)):
                raw[column.letter] = text
        return raw

    def _is_total(self, cells: Sequence[str]) -> bool:
        filled = [cell for cell in cells if cell]
        return (
            0 < len(filled) <= max(3, len(self.columns) // 3)
            and is_answer("total", filled[0].rstrip(":"))
            and all(cell.replace(".", "").replace(",", "").isdigit() for cell in filled[1:])
        )

    def _needed(self, name: str) -> CellProblem:
        what = {"name": _("The name is missing."), "summary": _("A description is missing; a new record needs one.")}
        return CellProblem("missing", what[name], self._letters.get(name, ""), _("Fill in the cell."), name)

    # --- matching --------------------------------------------------------------------------------------------------
    def _match(self, planned: Sequence[PlanRow]) -> None:
        read = [row for row in planned if row.state is not RowState.SKIPPED]
        for row in read:
            if row.values.get("id"):
                self._match_by_id(row)
        open_rows = [row for row in read if row.name and not row.values.get("id")]
        if not open_rows:
            return
        prints = [fingerprint(row.values) for row in open_rows]
        different = self.existing.different(prints)
        skips = [different.get(text, frozenset()) for text in prints]
        candidates = [MatchCandidate.from_values(row.values) for row in open_rows]
        # Withdrawn records are among the matches and must not keep others out.
        answers = self.existing.matcher.matches_of(candidates, limit=2 * _SHOWN_LIKENESSES, skips=skips)
        for row, matches in zip(open_rows, answers, strict=True):
            living = without_withdrawn(row, matches, self.existing)
            if row.tool not in self.existing.withdrawn:
                self._take_matches(row, living[:_SHOWN_LIKENESSES])

    def _match_by_id(self, row: PlanRow) -> None:
        slug = self.existing.slug_of(str(row.values["id"]))
        if slug:
            row.tool = slug
            if row.state is RowState.NEW:
                row.state = RowState.CHANGED
        elif (withdrawal := self.existing.withdrawn.get(str(row.values["id"]))) is not None:
            suggestion = _("If it is to return, an editor restores it first. Otherwise leave the row out.")
            row.problems.append(
                CellProblem("withdrawn", withdrawal.sentence, self._letters.get("id", ""), suggestion, "id")
            )
            row.state = RowState.INVALID
        else:
            message = _("The registry has no record “%(id)s”.") % {"id": row.values["id"]}
            suggestion = _("Leave the cell empty for a new record.")
            row.problems.append(CellProblem("unknown-id", message, self._letters.get("id", ""), suggestion, "id"))
            row.state = RowState.INVALID

    def _take_matches(self, row: PlanRow, matches: Sequence[RecordMatch]) -> None:
        names = self.existing.names
        row.likenesses = [PossibleDuplicate(one.key, names[one.key], one.score, one.reasons) for one in matches]
        action = row.decision
        if action in (Action.NEW, Action.DIFFERENT):
            row.tool = ""
            return
        best = matches[0] if matches and matches[0].is_likely else None
        if not row.tool:
            row.tool = best.key if best else ""
        if row.state is RowState.INVALID or not row.tool:
            return
        if action in (Action.UPDATE, Action.SAME):
            row.state = RowState.CHANGED
            return
        rival = matches[1].score if len(matches) > 1 and matches[1].is_same_name else 0.0
        is_sure = best is not None and best.is_sure and best.score - rival > 0.02
        row.state = RowState.CHANGED if is_sure else RowState.DUPLICATE

    def _find_repeats(self, planned: Sequence[PlanRow]) -> None:
        """The same initiative twice in the file: the first row counts."""
        open_rows = [row for row in planned if row.state not in (RowState.SKIPPED, RowState.INVALID)]
        first_of_tool: dict[str, PlanRow] = {}
        first_of_name: dict[str, list[PlanRow]] = {}
        for row in open_rows:
            earlier = first_of_tool.get(row.tool) if row.tool else None
            if earlier is None and not row.tool and row.decision != Action.NEW:
                names = first_of_name.setdefault(name_key(row.name), [])
                earlier = next((other for other in names if _is_repeat(other, row)), None)
                names.append(row)
            if earlier is None:
                if row.tool:
                    first_of_tool[row.tool] = row
                continue
            self._note_repeat(row, earlier)
        self._find_near_repeats([row for row in open_rows if not row.tool and row.repeats is None and row.name])

    def _note_repeat(self, row: PlanRow, earlier: PlanRow) -> None:
        row.repeats = earlier.number
        is_same = earlier.values == row.values
        row.state = RowState.SKIPPED if is_same else RowState.DUPLICATE
        message = (
            _("The same answer stands in row %(row)d.") if is_same else _("Row %(row)d is about the same initiative.")
        )
        row.problems.append(CellProblem("repeat", message % {"row": earlier.number}, is_warning=True))

    def _find_near_repeats(self, rows: Sequence[PlanRow]) -> None:
        """Under a mistyped name, in another script…: by the matcher that knows the records."""
        if len(rows) < 2:
            return
        repeats = self.existing.matcher.repeats_among([MatchCandidate.from_values(row.values) for row in rows])
        for n, (earlier, match) in repeats.items():
            row = rows[n]
            if row.decision in (Action.NEW, Action.DIFFERENT):
                continue
            row.repeats, row.state = rows[earlier].number, RowState.DUPLICATE
            message = _("Row %(row)d is perhaps about the same initiative: %(reasons)s.")
            values = {"row": rows[earlier].number, "reasons": ", ".join(match.reasons)}
            row.problems.append(CellProblem("repeat", message % values, is_warning=True))

    # --- comparing -------------------------------------------------------------------------------------------------
    def _compare(self, planned: Sequence[PlanRow]) -> None:
        about = list(dict.fromkeys(row.tool for row in planned if row.tool and row.state is not RowState.SKIPPED))
        present = self.existing.present(about)
        stated = self.existing.last_stated(about)
        for row in planned:
            if row.state is RowState.SKIPPED or row.is_unread:
                continue
            tool = present.get(row.tool) if row.tool else None
            if tool is None and row.values.get("id"):
                continue
            if tool is None or row.tool in self.existing.withdrawn:
                if tool is None and row.tool and row.state in (RowState.CHANGED, RowState.DUPLICATE):
                    row.tool, row.state = "", RowState.NEW
                self._complete_new(row)
                self._check_texts(row)
                row.stamp = tool.updated_at.isoformat() if tool is not None else ""
                continue
            row.stamp = tool.updated_at.isoformat()
            self._check_stamp(row)
            self._add_changes(row, tool, stated.get(row.tool))
            if row.state is RowState.CHANGED:
                is_changed = any(change.is_written for change in row.changes.values())
                row.state = RowState.CHANGED if is_changed and row.decision != Action.SAME else RowState.SAME
            if row.state is RowState.CHANGED and tool.live and tool.has_unpublished_changes:
                row.problems.append(_draft_waits())
            if row.state is not RowState.SAME:
                self._check_texts(row)

    def _check_texts(self, row: PlanRow) -> None:
        """Personal data and damaged letters wait for a person's look where this row would make them public."""
        fields = {name for name, change in row.changes.items() if change.is_written} if row.stamp else None
        problems = self._privacy.problems_of(row, fields) + self._damage.problems_of(row, fields)
        if problems:
            row.problems += problems
            row.state = RowState.INVALID

    def _complete_new(self, row: PlanRow) -> None:
        for name in _NEEDED_OF_NEW:
            known = any(problem.field == name for problem in row.errors)
            if not row.values.get(name) and not known:
                row.problems.append(self._needed(name))
        if row.errors:
            row.state = RowState.INVALID
        elif row.state is not RowState.DUPLICATE and row.repeats is None:
            row.state = RowState.NEW
        self._derive(row, ())

    def _check_stamp(self, row: PlanRow) -> None:
        """A row of an edited export is stale when the record changed after the export."""
        claimed = str(row.values.get("updated_at") or "")
        if claimed and claimed[:19].replace(" ", "T") != row.stamp[:19]:
            message = _("The record was changed in the registry after this file was exported (%(when)s).")
            suggestion = _("Export again, or take over the row's changes one by one.")
            message %= {"when": row.stamp[:16].replace("T", " ")}
            row.problems.append(CellProblem("stale", message, "", suggestion))
            row.state = RowState.INVALID

    def _add_changes(self, row: PlanRow, tool: Any, stated: Mapping[str, Any] | None) -> None:
        names = [name for name in row.values if name in IMPORT_FIELDS and name not in ("id", "updated_at")]
        canonical, _problems = check_values({name: row.values[name] for name in names})
        present = values_of(tool, canonical)
        for name, value in canonical.items():
            policy = policy_for(name, self.options.policies, is_own_export=self._is_own_export)
            change = change_of(
                name,
                present[name],
                value,
                policy,
                is_human_edit=not self._is_own_export and is_human_edit(name, present[name], stated),
                force=(row.number, name) in self.options.overwrite_conflicts,
            )
            if change is None:
                continue
            if is_worn(present[name], value):
                self._worn += 1
                continue
            row.changes[name] = change
            if change.is_conflict:
                row.problems.append(
                    CellProblem(
                        "conflict",
                        _("The file says something else than what a person wrote in the registry, which is kept."),
                        self._letters.get(name, ""),
                        _("Choose the file's value if it is the right one."),
                        name,
                        is_warning=True,
                    )
                )
        if row.changes.get("countries") and row.changes["countries"].is_written:
            self._derive(row, values_of(tool, ("regions",))["regions"])

    def _derive(self, row: PlanRow, regions: Sequence[str]) -> None:
        """The regions of the countries of use are always among the record's regions, as the data set has it."""
        countries = row.changes["countries"].after if "countries" in row.changes else row.values.get("countries", ())
        stated = row.changes["regions"].after if "regions" in row.changes else row.values.get("regions") or regions
        regions_of_use = [region for code in countries if (region := region_of(code))]
        missing = [region for region in dict.fromkeys(regions_of_use) if region not in stated]
        if missing:
            row.derived["regions"] = [*stated, *missing]


def _skipped(row: SheetRow, code: str, why: str) -> PlanRow:
    return PlanRow(row.number, RowState.SKIPPED, problems=[CellProblem(code, why)])


def _without(cells: Sequence[str], problems: Iterable[CellProblem]) -> list[str]:
    rest = list(cells)
    for problem in problems:
        place = column_position(problem.column)
        if place < len(rest):
            rest[place] = ""
    return rest


def _draft_waits() -> CellProblem:
    """An import neither publishes nor loses somebody's draft."""
    suggestion = _("Publish or discard it first to publish this row at once. Written as a draft, the row adds to it.")
    return CellProblem("draft-waits", _("The record has an unpublished draft."), suggestion=suggestion, is_warning=True)


def _is_repeat(earlier: PlanRow, row: PlanRow) -> bool:
    """The same name, and nothing that tells them apart."""
    ours, theirs = row.values, earlier.values
    if earlier.values == row.values:
        return True
    addresses = page_key(str(ours.get("url", ""))), page_key(str(theirs.get("url", "")))
    if all(addresses):
        return addresses[0] == addresses[1]
    organisations = name_key(str(ours.get("organisation", ""))), name_key(str(theirs.get("organisation", "")))
    return not all(organisations) or organisations[0] == organisations[1]
