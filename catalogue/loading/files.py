"""A JSON Lines file of initiatives → rows with their line numbers, or a reason each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalogue.fields import FIELDS, check_slug, check_values

DATA_DIR = Path(__file__).resolve().parent.parent / "data"
STARTING_DATA = DATA_DIR / "initiatives.jsonl"
TAGLINES_NAME = "taglines.json"

# The fields that a line of the data set speaks about; one that it leaves out is not known. What restricts a record
# isn't among them: a file that doesn't say it (any public one) takes nothing back.
DATA_SET_FIELDS = tuple(name for name, declared in FIELDS.items() if declared.is_in_data_set)
OPTIONAL_FIELDS = tuple(name for name in FIELDS if name not in DATA_SET_FIELDS)


@dataclass(frozen=True)
class DataLine:
    line: int
    slug: str
    values: dict[str, Any]


@dataclass(frozen=True)
class BadRow:
    line: int
    slug: str
    reason: str


@dataclass
class FileRows:
    rows: list[DataLine] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read_file(path: Path) -> FileRows:
    """Return every line of the file, good or bad. Raises OSError when it can't be read.

    Taglines are taken from a ``taglines.json`` beside the file, where there is one.
    """
    taglines = _read_taglines(path.with_name(TAGLINES_NAME))
    lines = read_lines(path, _read_line)
    for row in lines.rows:
        if row.slug in taglines:
            row.values["taglines"] = taglines[row.slug]
    return lines


def read_lines(path: Path, read_line: Callable[[bytes], tuple[str, dict[str, Any], str]]) -> FileRows:
    """Read every line, each id once. ``read_line`` gives a line's id, its values and why it is bad, or ""."""
    lines = FileRows()
    seen: dict[str, int] = {}
    for line, raw in enumerate(path.read_bytes().splitlines(), start=1):
        if not raw.strip():
            continue
        slug, values, reason = read_line(raw)
        if not reason and slug in seen:
            reason = _("The id stands already on line %(line)d.") % {"line": seen[slug]}
        if reason:
            lines.bad.append(BadRow(line, slug, reason))
            continue
        seen[slug] = line
        lines.rows.append(DataLine(line, slug, values))
    return lines


def _read_line(raw: bytes) -> tuple[str, dict[str, Any], str]:
    """Return the slug, canonical values and, when the line is bad, the reason."""
    try:
        entry = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return "", {}, _("Not readable as JSON: %(error)s.") % {"error": error}
    if not isinstance(entry, dict):
        return "", {}, _("A line must hold one object.")
    try:
        slug = check_slug(entry.pop("id", None))
    except ValueError as problem:
        return "", {}, f"id: {problem}"
    stated = {name: entry.pop(name, None) for name in DATA_SET_FIELDS}
    stated |= {name: entry.pop(name) for name in OPTIONAL_FIELDS if name in entry}
    values, problems = check_values(stated)
    problems |= {str(name): _("The record has no field of this name.") for name in entry}
    return slug, values, " ".join(f"{name}: {problem}" for name, problem in problems.items())


def _read_taglines(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    check = FIELDS["taglines"].check
    return {slug: check(words) for slug, words in json.loads(path.read_text(encoding="utf-8")).items()}
