"""The empty surveys that we hand out come back without a question."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from importers.columns import ColumnRole, propose_columns
from importers.forms.questions import ASKED, languages
from importers.forms.xlsform import choice_name
from importers.plan.import_plan import ImportPlan
from importers.plan.make_plan import make_plan, open_table
from importers.readers import read_path
from tests.importers.surveys import answers, as_xlsx, cell

pytestmark = [pytest.mark.usefixtures("registry"), pytest.mark.any_database]


def planned(path: Path) -> ImportPlan:
    source = read_path(path)
    table = open_table(source)
    return make_plan(source, table, propose_columns(table))


def test_a_template_in_every_language_names_columns_that_are_recognised(tmp_path: Path) -> None:
    for language in languages():
        path = tmp_path / f"{language}.xlsx"
        call_command("survey_template", str(path), lang=language, stdout=StringIO())
        book = load_workbook(path)
        book.worksheets[1].append(["A name", *[None] * (len(ASKED) - 1), "x"])
        book.save(path)
        columns = propose_columns(open_table(read_path(path)))
        fields = [column.field for column in columns if column.role is ColumnRole.FIELD]
        assert fields == list(ASKED), language
        assert columns[-1].role is ColumnRole.CONSENT, language


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh"])
def test_a_filled_template_imports_without_a_question(language: str, tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    call_command("survey_template", str(path), lang=language, stdout=StringIO())
    book = load_workbook(path)
    sheet = book.worksheets[1]
    assert sheet.data_validations.count > 10
    given = answers(["maltego", "protect-u"], invented=1)
    yes = load_workbook(path).worksheets[2].cell(1, len(ASKED) + 1).value
    for row, answer in enumerate(given, start=2):
        for column, name in enumerate(ASKED, start=1):
            if name in answer.values:
                sheet.cell(row, column, cell(name, answer.values[name], language, "; "))
        sheet.cell(row, len(ASKED) + 1, yes)
    book.save(path)
    plan = planned(path)
    assert plan.counts == {"new": 1, "changed": 0, "same": 2, "duplicate": 0, "invalid": 0, "skipped": 0}
    assert not [problem for row in plan.rows for problem in row.problems]


def test_the_xlsform_is_accepted_and_its_export_imports(tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    path = tmp_path / "form.xlsx"
    call_command("survey_xlsform", str(path), stdout=StringIO())
    warnings: list[str] = []
    form = convert(path, warnings=warnings).xform
    assert "/tool_types" in form
    assert "Awareness, education and training" in form

    given = answers(["maltego", "protect-u"], invented=1)
    header, rows = _kobo_export(given)
    plan = planned(as_xlsx(tmp_path / "export.xlsx", [header, *rows]))
    assert plan.counts == {"new": 1, "changed": 0, "same": 2, "duplicate": 0, "invalid": 0, "skipped": 0}


def _kobo_export(given: list[Any]) -> tuple[list[str], list[list[Any]]]:
    """As KoboToolbox exports the form with names instead of labels."""
    sheet = load_workbook_of_form()
    header = ["start", "end", *sheet, "consent", "_id", "_uuid", "_submission_time"]
    rows = []
    for n, answer in enumerate(given):
        cells: list[Any] = ["2026-03-01T09:00:00.000+01:00", "2026-03-01T09:20:00.000+01:00"]
        for place in sheet:
            value = answer.values.get(place.rsplit("/", 1)[-1], "")
            several = value if isinstance(value, list) else [value]
            codes = place.rsplit("/", 1)[-1] in ("countries", "languages")
            is_term = isinstance(value, list) or place.endswith(("status", "access", "handles_victim_data"))
            text = " ".join(choice_name(str(one).lower() if codes else str(one)) for one in several)
            cells.append(text if is_term else value)
        rows.append([*cells, "yes", 9000 + n, f"b1b8b7a6-1111-4222-8333-{n:012}", "2026-03-01T09:21:00"])
    return header, rows


def load_workbook_of_form() -> list[str]:
    from importers.forms.questions import GROUPS

    return [f"{group}/{name}" for group, names in GROUPS.items() for name in names]


def test_an_unknown_language_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no labels"):
        call_command("survey_template", str(tmp_path / "x.xlsx"), lang="xx")
