"""The list of tools for CSV or Excel: what the level of the person may read.

Wagtail's own export neutralises formulas in Excel files but not in CSV; the files are made by common.spreadsheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from catalogue.disclosure import Level
from catalogue.fields import FIELDS, FieldKind
from catalogue.models import Tool
from catalogue.quality import assess
from catalogue.records import SAFEGUARDS, Record, record_of
from common.spreadsheets import CellValue
from taxonomy.many import in_portions, rows_by_key

if TYPE_CHECKING:
    from catalogue.querysets import ToolQuerySet

BETWEEN = " | "


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _several(name: str) -> Callable[[Record], str]:
    return lambda record: BETWEEN.join(getattr(record, name))


def _single(name: str) -> Callable[[Record], CellValue]:
    return lambda record: _plain(getattr(record, name))


def _plain(value: object) -> CellValue:
    return value if value is None or isinstance(value, int) else str(value)


_SEVERAL = frozenset(name for name, field in FIELDS.items() if field.kind in (FieldKind.TERMS, FieldKind.TEXTS))
_FIRST = _names(
    "slug name aka organisation organisation_type partners url summary tool_types pillars exploitation target_users "
    "technologies infrastructure regions countries origin_country languages status status_note status_date launched "
    "ended ended_because access licence source_repo handles_victim_data impact_claims sources confidence notes "
    "seeking tags last_verified_on disclosure restricted_detail"
)
# Long, or rows with parts of their own: the record's page has them.
_NOT_IN_A_TABLE = frozenset({*SAFEGUARDS, "links", "taglines", "summaries", "curator_notes"})
_ORDER = (*_FIRST, *(name for name in FIELDS if name not in _NOT_IN_A_TABLE and name not in _FIRST))
_COMPOSED: dict[str, Callable[[Record], str]] = {
    "partners": lambda record: BETWEEN.join(f"{party.name} ({party.contribution})" for party in record.partners),
    "impact_claims": lambda record: BETWEEN.join(
        " ".join(filter(None, (claim.claim, f"({claim.year})" if claim.year else "", claim.source_url)))
        for claim in record.impact_claims
    ),
    "sources": lambda record: BETWEEN.join(f"{row.title} {row.url}".strip() for row in record.sources),
}


def columns(level: Level) -> list[str]:
    """Return the heading of each column: the data set's names, then what only the admin knows."""
    own = ["completeness", "problems", "state", "updated_at"] + (["curator_notes"] if level >= Level.CURATOR else [])
    shown = [name for name in _ORDER if name != "restricted_detail" or level > Level.PUBLIC]
    return shown + own


def rows(tools: ToolQuerySet, level: Level) -> Iterator[list[CellValue]]:
    """Return a list of cells for each tool, in the order of ``columns``; a constant number of queries a chunk."""
    names = columns(level)
    pks = list(tools.values_list("pk", flat=True))
    for chunk in in_portions(pks):
        tools_by_pk = rows_by_key(Tool.objects.all().with_children(), "pk", chunk)
        assessed = assess(tools_by_pk.values())
        for pk in chunk:
            if pk not in tools_by_pk:
                continue
            tool, record = tools_by_pk[pk], record_of(tools_by_pk[pk], level)
            own: dict[str, CellValue] = {
                "completeness": assessed[pk].completeness,
                "problems": BETWEEN.join(problem.code for problem in assessed[pk].problems),
                "state": state_of(tool),
                # An edited export is imported again; a row whose record changed meanwhile is recognised by this.
                "updated_at": tool.updated_at.isoformat(),
                "curator_notes": tool.curator_notes,
            }
            yield [own[name] if name in own else _cell(record, name) for name in names]


def _cell(record: Record, name: str) -> CellValue:
    if name in _COMPOSED:
        return _COMPOSED[name](record)
    return (_several(name) if name in _SEVERAL else _single(name))(record)


def state_of(tool: Tool) -> str:
    """Return withdrawn, draft, live or live+draft."""
    if tool.is_withdrawn:
        return "withdrawn"
    if not tool.live:
        return "draft"
    return "live+draft" if tool.has_unpublished_changes else "live"
