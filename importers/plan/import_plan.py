"""A plan as data: what will become of every row. The plan that is shown is the plan that is applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from importers.columns.column import Column, ColumnRole
from importers.readers import column_position
from importers.values.problems import CellProblem


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    INVALID = "invalid"
    SKIPPED = "skipped"


class Policy(StrEnum):
    """What a field of a known record becomes: the row's value; both together; the row's where the record has none."""

    OVERWRITE = "overwrite"
    MERGE = "merge"
    FILL = "fill"
    KEEP = "keep"


class Action(StrEnum):
    """What a curator decided about a row."""

    UPDATE = "update"
    SAME = "same"
    NEW = "new"
    DIFFERENT = "different"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Change:
    """A field's two sides, as JSON keeps them. ``is_conflict``: a person changed it since, so it isn't written."""

    before: Any
    stated: Any
    after: Any
    policy: str
    is_written: bool
    is_conflict: bool = False
    before_from: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "stated": self.stated,
            "after": self.after,
            "policy": self.policy,
            "written": self.is_written,
            "conflict": self.is_conflict,
            "before_from": self.before_from,
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Change:
        return cls(
            before=entry["before"],
            stated=entry["stated"],
            after=entry["after"],
            policy=entry["policy"],
            is_written=entry["written"],
            is_conflict=entry["conflict"],
            before_from=entry["before_from"],
        )


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A record that the row may be about."""

    slug: str
    name: str
    score: float
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"tool": self.slug, "name": self.name, "score": self.score, "reasons": list(self.reasons)}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> PossibleDuplicate:
        return cls(entry["tool"], entry["name"], entry["score"], tuple(entry["reasons"]))


@dataclass(slots=True)
class PlanRow:
    """``values`` as read, ``derived`` what follows from them, ``raw`` the kept cells by column letter."""

    number: int
    state: RowState
    tool: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    likenesses: list[PossibleDuplicate] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    stamp: str = ""
    repeats: int | None = None
    decision: str = ""

    @property
    def errors(self) -> list[CellProblem]:
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def is_unread(self) -> bool:
        """Whether nothing of the row was read, since it may be refused."""
        return not self.raw and self.state is RowState.INVALID

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))

    def as_json(self) -> dict[str, Any]:
        """A row becomes an entry of ``rows`` in the import's report (docs/reference/commands.md)."""
        return {
            "row": self.number,
            "state": str(self.state),
            "tool": self.tool or None,
            "values": self.values,
            "derived": self.derived,
            "problems": [problem.as_json() for problem in self.problems],
            "changes": {name: change.as_json() for name, change in self.changes.items()},
            "matches": [likeness.as_json() for likeness in self.likenesses],
        }


@dataclass
class PlanOptions:
    """The curator's choices: ``decisions`` {row: (action, slug)}, ``fixes`` {row: {letter: text}}, else by field.

    ``public`` {row: letters}: cells with personal data that are meant to be public.
    """

    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    decisions: dict[int, tuple[str, str]] = field(default_factory=dict)
    fixes: dict[int, dict[str, str]] = field(default_factory=dict)
    overwrite_conflicts: set[tuple[int, str]] = field(default_factory=set)
    public: dict[int, frozenset[str]] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class ValueUse:
    """How a text was read in the whole file: the report's ``values``."""

    field: str
    column: str
    text: str
    term: str
    rows: int
    suggestions: tuple[str, ...]
    is_certain: bool


@dataclass
class ImportPlan:
    file: str
    digest: str
    sheet: str
    header_row: int | list[int]
    columns: list[Column]
    rows: list[PlanRow]
    values: list[ValueUse]
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    batch: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(str(row.state) for row in self.rows)
        return {str(state): counted.get(str(state), 0) for state in RowState}

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch,
            "file": self.file,
            "digest": self.digest,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "encoding": self.encoding,
            "notes": self.notes,
            "columns": [column_as_json(column) for column in self.columns],
            "values": [
                {
                    "column": use.column,
                    "field": use.field,
                    "text": use.text,
                    "term": use.term or None,
                    "rows": use.rows,
                    "suggestions": list(use.suggestions),
                    "certain": use.is_certain,
                }
                for use in self.values
            ],
            "counts": self.counts,
            "rows": [row.as_json() for row in self.rows],
        }


def column_as_json(column: Column) -> dict[str, Any]:
    return {
        "letter": column.letter,
        "header": column.header,
        "field": column.field or column.nature or None,
        "polarity": column.polarity or None,
        "confidence": column.confidence,
        "role": str(column.role),
        "option": column.option or None,
        "samples": list(column.samples),
        "remembered": column.is_remembered,
    }


def column_from_json(entry: Mapping[str, Any]) -> Column:
    role = ColumnRole(entry["role"])
    named = entry["field"] or ""
    return Column(
        position=column_position(entry["letter"]),
        header=entry["header"],
        field=named if role is ColumnRole.FIELD else "",
        role=role,
        confidence=entry["confidence"],
        option=entry["option"] or "",
        samples=tuple(entry["samples"]),
        is_remembered=entry["remembered"],
        nature=named if role is not ColumnRole.FIELD else "",
        polarity=entry.get("polarity") or ("grants" if role is ColumnRole.CONSENT else ""),
    )
