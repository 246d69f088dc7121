"""What changed between two frozen states: tools added, gone, ended, classified otherwise, and verdicts that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gaps.models import Snapshot


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
class Comparison:
    """Pairs are (slug, name)."""

    earlier: Snapshot
    later: Snapshot
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    ended: tuple[tuple[str, str], ...]
    revived: tuple[tuple[str, str], ...]
    reclassified: tuple[Reclassified, ...]
    verdicts: tuple[VerdictChange, ...]

    @property
    def is_empty(self) -> bool:
        return not any((self.added, self.removed, self.ended, self.revived, self.reclassified, self.verdicts))


def compare(earlier: Snapshot, later: Snapshot) -> Comparison:
    before, after = earlier.content, later.content
    old, new = before["records"], after["records"]
    shared = sorted(old.keys() & new.keys())
    return Comparison(
        earlier=earlier,
        later=later,
        added=tuple((slug, new[slug]["name"]) for slug in sorted(new.keys() - old.keys())),
        removed=tuple((slug, old[slug]["name"]) for slug in sorted(old.keys() - new.keys())),
        ended=tuple(
            (slug, new[slug]["name"]) for slug in shared if _has_ended(new[slug]) and not _has_ended(old[slug])
        ),
        revived=tuple(
            (slug, new[slug]["name"]) for slug in shared if _has_ended(old[slug]) and not _has_ended(new[slug])
        ),
        reclassified=tuple(_reclassified(old, new, shared)),
        verdicts=tuple(_verdicts(before["matrix"], after["matrix"])),
    )


def _has_ended(entry: dict[str, Any]) -> bool:
    return "discontinued" in entry["values"].get("status", ())


def _reclassified(old: dict[str, Any], new: dict[str, Any], slugs: list[str]) -> list[Reclassified]:
    found = []
    for slug in slugs:
        was, now = old[slug]["values"], new[slug]["values"]
        for key in sorted(was.keys() | now.keys()):
            before, after = tuple(was.get(key, ())), tuple(now.get(key, ()))
            # Order matters for types only: the first is the primary one.
            if before != after if key == "tool_type" else set(before) != set(after):
                found.append(Reclassified(slug, new[slug]["name"], key, before, after))
    return found


def _verdicts(before: dict[str, Any], after: dict[str, Any]) -> list[VerdictChange]:
    old, new = ({(cell["row"], cell["column"]): cell for cell in matrix["cells"]} for matrix in (before, after))
    return [
        VerdictChange(
            row,
            column,
            was["verdict"] if was else None,
            now["verdict"] if now else None,
            was["count"] if was else 0,
            now["count"] if now else 0,
        )
        for row, column in sorted(old.keys() | new.keys())
        for was, now in [(old.get((row, column)), new.get((row, column)))]
        if (was or {}).get("verdict") != (now or {}).get("verdict")
    ]
