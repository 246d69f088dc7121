"""What changed between two frozen states: tools added, gone, ended, classified otherwise, and verdicts that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.addresses import public_addresses
from gaps.models.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Reclassified:
    """A tool whose values of a facet changed."""

    slug: str
    name: str
    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A cell of the default matrix; None where one of the states has no such cell."""

    row: str
    column: str
    before: str | None
    after: str | None
    count_before: int
    count_after: int


@dataclass(frozen=True, slots=True)
class ChangedTools:
    """Tools of one kind of change: those that may be named as (slug, name), and how many there are in all."""

    named: tuple[tuple[str, str], ...]
    count: int

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.named)

    @property
    def unnamed(self) -> int:
        """Those that aren't public today; they are counted and not named."""
        return self.count - len(self.named)


@dataclass(frozen=True, slots=True)
class SnapshotDiff:
    """``unnamed``: how many tools were classified otherwise that aren't public today."""

    earlier: Snapshot
    later: Snapshot
    added: ChangedTools
    removed: ChangedTools
    ended: ChangedTools
    revived: ChangedTools
    reclassified: tuple[Reclassified, ...]
    unnamed: int
    verdicts: tuple[VerdictChange, ...]

    @property
    def is_empty(self) -> bool:
        counts = (self.added.count, self.removed.count, self.ended.count, self.revived.count, self.unnamed)
        return not any((*counts, self.reclassified, self.verdicts))


def compare(earlier: Snapshot, later: Snapshot) -> SnapshotDiff:
    """What changed. Only tools that are public today are named: the others are in the counts."""
    before, after = earlier.content, later.content
    old, new = before["records"], after["records"]
    public = public_addresses({slug for slug in (*old, *new) if ":" not in slug})
    shared = sorted(old.keys() & new.keys())
    changes = _reclassified(old, new, [slug for slug in shared if not _is_tombstone(old[slug], new[slug])])
    hidden = {change.slug for change in changes} - public

    def tools(slugs: Iterable[str], entries: Mapping[str, Any]) -> ChangedTools:
        listed = sorted(slugs)
        return ChangedTools(tuple((slug, entries[slug]["name"]) for slug in listed if slug in public), len(listed))

    return SnapshotDiff(
        earlier=earlier,
        later=later,
        added=tools(new.keys() - old.keys(), new),
        removed=tools(old.keys() - new.keys(), old),
        ended=tools((slug for slug in shared if _has_ended(new[slug]) and not _has_ended(old[slug])), new),
        revived=tools((slug for slug in shared if _has_ended(old[slug]) and not _has_ended(new[slug])), new),
        reclassified=tuple(change for change in changes if change.slug in public),
        unnamed=len(hidden),
        verdicts=tuple(_verdicts(before["matrix"], after["matrix"])),
    )


def _is_tombstone(*entries: Mapping[str, Any]) -> bool:
    return any(entry.get("removed") for entry in entries)


def _has_ended(entry: Mapping[str, Any]) -> bool:
    return "discontinued" in entry.get("values", {}).get("status", ())


def _reclassified(old: dict[str, Any], new: dict[str, Any], slugs: list[str]) -> list[Reclassified]:
    changes = []
    for slug in slugs:
        was, now = old[slug]["values"], new[slug]["values"]
        # What was taken out of one of the two states is no change.
        withheld = {*old[slug].get("withheld", ()), *new[slug].get("withheld", ())}
        for key in sorted((was.keys() | now.keys()) - withheld):
            before, after = tuple(was.get(key, ())), tuple(now.get(key, ()))
            if _differ(key, before, after):
                changes.append(Reclassified(slug, new[slug]["name"], key, before, after))
    return changes


def _differ(key: str, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Order matters for types only: the first is the primary one."""
    if key == "tool_type":
        return before != after
    return set(before) != set(after)


_NO_CELL: Mapping[str, Any] = {"verdict": None, "count": 0}


def _verdicts(before: dict[str, Any], after: dict[str, Any]) -> list[VerdictChange]:
    old, new = _cells(before), _cells(after)
    changes = []
    for row, column in sorted(old.keys() | new.keys()):
        was, now = old.get((row, column), _NO_CELL), new.get((row, column), _NO_CELL)
        if was["verdict"] != now["verdict"]:
            changes.append(VerdictChange(row, column, was["verdict"], now["verdict"], was["count"], now["count"]))
    return changes


def _cells(matrix: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(cell["row"], cell["column"]): cell for cell in matrix["cells"]}
