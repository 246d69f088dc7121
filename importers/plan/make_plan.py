"""From a file to a plan in one call; the admin's wizard and the commands use the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from importers.columns import Column, ColumnRole, SurveyTable, choose_sheet, find_table, header_key
from importers.columns.column import role_of
from importers.columns.proposal import polarity_of
from importers.lexicon.fields import CONSENT, CONSENT_GRANTS, CONSENT_REFUSES, IMPORT_FIELDS, PRIVATE, TECHNICAL
from importers.plan.builder import PlanBuilder
from importers.plan.cells import RowReader
from importers.plan.existing_records import ExistingRecords
from importers.plan.import_plan import ImportPlan, PlanOptions
from importers.readers import FileProblem, SourceFile, column_position

_ROLES = (CONSENT, CONSENT_GRANTS, CONSENT_REFUSES, PRIVATE, TECHNICAL, "")


def open_table(source: SourceFile, sheet: str = "", header_row: int | None = None) -> SurveyTable:
    return find_table(choose_sheet(source.sheets, sheet), header_row)


def make_plan(
    source: SourceFile,
    table: SurveyTable,
    columns: Sequence[Column],
    options: PlanOptions | None = None,
    existing: ExistingRecords | None = None,
) -> ImportPlan:
    options = options or PlanOptions()
    reader = RowReader(columns, decided=options.values, constants=options.constants, language=options.language)
    builder = PlanBuilder(columns, existing or ExistingRecords(), reader, options, table.sheet)
    rows = builder.build(table.rows())
    if not rows:
        raise FileProblem("no-rows", _("Below the header stands no row."))
    return ImportPlan(
        file=source.name,
        digest=source.digest,
        sheet=table.sheet.name,
        header_row=table.header_row,
        columns=list(columns),
        rows=rows,
        values=reader.value_uses(),
        notes=[*source.notes, *table.notes, *builder.notes],
        encoding=source.encoding,
    )


def with_choices(columns: Sequence[Column], chosen: Mapping[str, Any]) -> list[Column]:
    """The columns as the curator corrected them: {letter or header: field, "consent", "private" or ""}.

    Raises FileProblem for a column or field that doesn't exist.
    """
    by_key: dict[str, list[int]] = {}
    for n, column in enumerate(columns):
        for key in (column.letter, header_key(column.header), column.header):
            by_key.setdefault(key, []).append(n)
    corrected = list(columns)
    for key, field in chosen.items():
        places = by_key.get(key) or by_key.get(header_key(key))
        if not places:
            raise FileProblem("no-column", _("The file has no column “%(name)s”.") % {"name": key})
        name = field or ""
        if name not in _ROLES and name not in IMPORT_FIELDS:
            raise FileProblem("no-field", _("Records have no field “%(name)s”.") % {"name": name})
        for n in dict.fromkeys(places):
            role = role_of(name)
            corrected[n] = replace(
                corrected[n],
                field=name if role is ColumnRole.FIELD else "",
                role=role,
                confidence=1.0,
                is_remembered=False,
                polarity=polarity_of(name, corrected[n].header) if role is ColumnRole.CONSENT else "",
            )
    return corrected


def options_from_mapping(mapping: Mapping[str, Any]) -> PlanOptions:
    """The curator's choices as a JSON file has them; see docs/guides/curators.md. Raises FileProblem."""
    try:
        return PlanOptions(
            constants={str(name): str(text) for name, text in mapping.get("constants", {}).items()},
            values={str(name): dict(texts) for name, texts in mapping.get("values", {}).items()},
            policies=dict(mapping.get("policies", {})),
            decisions={
                int(row): (str(entry["action"]), str(entry.get("tool", "")))
                for row, entry in mapping.get("rows", {}).items()
            },
            fixes={int(row): dict(cells) for row, cells in mapping.get("fixes", {}).items() if _are_letters(cells)},
            public={
                int(row): frozenset(letters)
                for row, letters in mapping.get("public", {}).items()
                if _are_letters(letters)
            },
            language=str(mapping.get("language", "")),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FileProblem("bad-mapping", _("The mapping can't be understood: %(error)s.") % {"error": error}) from error


def _are_letters(cells: Iterable[str]) -> bool:
    for letters in cells:
        column_position(letters)
    return True
