"""The operator's file of restricted details: JSON Lines of ``{"id", "restricted_detail"}``, kept outside the project.

It only adds: a record that the file doesn't name, and a registry that is loaded without the file, keep what they have.
No message says what a detail holds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalogue.disclosure import Disclosure
from catalogue.fields import FIELDS, ValueProblem, check_slug
from catalogue.loading.files import BadRow, FileRows, read_lines
from catalogue.models import Tool
from catalogue.removal.keys import is_removed
from taxonomy.many import rows_by_key

_ID, _DETAIL = "id", "restricted_detail"


def read_restricted(path: Path) -> FileRows:
    """Return every line of the file for a record of the registry, good or bad. Raises OSError when it can't be read."""
    lines = read_lines(path, _read_line)
    _place(lines)
    return lines


def _read_line(raw: bytes) -> tuple[str, dict[str, Any], str]:
    """Return the slug, the detail under its name and, when the line is bad, the reason."""
    try:
        entry: Any = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return "", {}, _("Not readable as JSON.")
    if not isinstance(entry, dict):
        return "", {}, _("A line must hold one object.")
    try:
        slug = check_slug(entry.get(_ID))
    except ValueError as problem:
        return "", {}, f"id: {problem}"
    if other := sorted(str(name) for name in entry if name not in (_ID, _DETAIL)):
        return slug, {}, f"{other[0][:60]}: {_('The record has no field of this name.')}"
    try:
        detail = FIELDS[_DETAIL].check(entry.get(_DETAIL))
    except ValueProblem as problem:
        return slug, {}, f"{_DETAIL}: {problem}"
    return slug, {_DETAIL: detail}, "" if detail else f"{_DETAIL}: {_('This is needed.')}"


def _place(lines: FileRows) -> None:
    """Give each row its record's level; rows of no record become bad ones, those of a removed one are passed over."""
    present = rows_by_key(Tool.objects.only("slug", "disclosure"), "slug", [row.slug for row in lines.rows])
    placed = []
    for row in lines.rows:
        if row.slug not in present:
            if not is_removed(row.slug):
                lines.bad.append(BadRow(row.line, row.slug, _("The registry has no record with this id.")))
            continue
        level = present[row.slug].disclosure
        row.values["disclosure"] = Disclosure.VETTED.value if level == Disclosure.PUBLIC else level
        placed.append(row)
    lines.rows = placed
