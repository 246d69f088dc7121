"""Writing an import, taking it back, and what is kept of it."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from catalogue.admin import exports
from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.writing import RecordChange, write_records
from common.spreadsheets import csv_lines, xlsx_bytes
from importers.applying.apply import StalePlan, apply_batch
from importers.applying.sessions import ImportSession
from importers.applying.undo import plan_undo, redo_batch, undo_batch
from importers.models import Batch, BatchRow, BatchStatus, MappingMemory, NotADuplicate
from importers.readers import read_bytes
from importers.rejected_rows import write_rejected_rows
from tests.importers.surveys import answers, as_csv, as_xlsx, survey

SURVEYS = Path(__file__).parents[1] / "surveys"
GOOGLE = SURVEYS / "google-forms-en.csv"
pytestmark = pytest.mark.usefixtures("registry")


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import_survey", str(path), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_a_dry_run_writes_nothing() -> None:
    before = Tool.objects.count()
    run(GOOGLE, dry_run=True)
    assert (Tool.objects.count(), Batch.objects.count()) == (before, 0)


def test_an_import_writes_with_provenance_and_one_revision_a_record() -> None:
    report = run(GOOGLE, apply=True)
    assert report["applied"]["created"] == 4
    tool = Tool.objects.get(name="SimVida")
    assert tool.live
    assert tool.revisions.count() == 1
    assert [source.title for source in tool.sources.all()] == ["Survey answer"]
    assert [row.code for row in tool.countries.all()] == ["BR"]
    assert "americas-southern" in tool.classifications.values_list("term__slug", flat=True)
    row = BatchRow.objects.get(written_slug=tool.slug)
    assert (row.number, row.batch.file_name, row.batch.sheet) == (14, GOOGLE.name, "google-forms-en")
    assert row.raw["C"] == "SimVida"
    assert len(row.digest) == 64
    assert Tool.objects.get(slug="report-remove").status.slug == "discontinued"


def test_the_same_file_twice_has_nothing_to_do() -> None:
    run(GOOGLE, apply=True)
    counted = Tool.objects.count(), Batch.objects.count()
    report = run(GOOGLE, apply=True)
    assert report["applied"]["is_nothing_to_do"]
    assert (report["counts"]["new"], report["counts"]["changed"]) == (0, 0)
    assert (Tool.objects.count(), Batch.objects.count()) == counted


def test_nothing_of_the_respondent_or_of_a_refused_row_reaches_the_database() -> None:
    run(GOOGLE, apply=True)
    stored = json.dumps(
        [list(BatchRow.objects.values()), list(Batch.objects.values()), list(MappingMemory.objects.values())],
        default=str,
        ensure_ascii=False,
    )
    assert "@example.org" not in stored
    assert "Not to be published" not in stored
    assert "10:10:00" not in stored


def test_drafts_leave_the_public_record_as_it_is() -> None:
    run(GOOGLE, apply=True, mode="draft")
    assert not Tool.objects.get(name="SimVida").live
    assert Tool.objects.get(slug="report-remove").status.slug == "active"
    assert Tool.objects.get(slug="report-remove").has_unpublished_changes


def test_a_persons_edit_is_not_overwritten_in_silence() -> None:
    write_records([RecordChange("report-remove", {"status": "pilot"})])
    report = run(GOOGLE)
    row = next(row for row in report["rows"] if row["row"] == 3)
    assert row["changes"]["status"]["conflict"]
    assert not row["changes"]["status"]["written"]
    assert row["state"] == "same"


def test_an_import_can_be_taken_back_and_brought_back() -> None:
    batch = run(GOOGLE, apply=True)["batch"]
    slug = BatchRow.objects.get(batch=batch, number=14).written_slug
    write_records([RecordChange("ulula", {"status": "pilot"})])
    preview = plan_undo(Batch.objects.get(pk=batch))
    assert [kept.slug for kept in preview.kept] == ["ulula"]
    undo_batch(batch)
    assert Tool.objects.get(slug=slug).is_withdrawn
    assert Tool.objects.get(slug="report-remove").status.slug == "active"
    assert Tool.objects.get(slug="ulula").status.slug == "pilot"
    with pytest.raises(CommandError, match="nothing to take back"):
        call_command("undo_import", str(batch), stdout=StringIO())
    redo_batch(batch)
    assert not Tool.objects.get(slug=slug).is_withdrawn
    assert Tool.objects.get(slug="report-remove").status.slug == "discontinued"
    assert Tool.objects.get(slug="ulula").status.slug == "pilot"


def test_a_created_record_that_was_edited_since_is_kept() -> None:
    batch = run(GOOGLE, apply=True)["batch"]
    slug = BatchRow.objects.get(batch=batch, number=14).written_slug
    write_records([RecordChange(slug, {"summary": "Edited by a curator, who knows more of it than the survey did."})])
    plan = undo_batch(batch)
    assert (slug, "summary") in {(kept.slug, kept.field) for kept in plan.kept}
    assert not Tool.objects.get(slug=slug).is_withdrawn


def test_a_plan_whose_records_changed_meanwhile_is_not_applied() -> None:
    session = ImportSession.from_path(GOOGLE)
    session.plan()
    batch = session.store()
    write_records([RecordChange("report-remove", {"launched": 2019})])
    with pytest.raises(StalePlan, match="Report Remove"):
        apply_batch(batch.pk)
    assert not Tool.objects.filter(name="SimVida").exists()
    assert Batch.objects.get(pk=batch.pk).status == BatchStatus.PLANNED


def test_a_locked_record_is_handed_back_and_the_rest_is_written() -> None:
    session = ImportSession.from_path(GOOGLE)
    session.plan()
    Tool.objects.filter(slug="report-remove").update(locked=True)
    applied = session.apply()
    assert applied.refused == [3]
    assert applied.created == 4
    row = next(row for row in session.current_plan.rows if row.number == 3)
    assert row.state == "invalid"


def test_what_was_not_imported_is_handed_back_and_continues_when_corrected(tmp_path: Path) -> None:
    path = tmp_path / "rest.xlsx"
    batch = run(GOOGLE, apply=True, report=path)["batch"]
    book = load_workbook(path)
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    wrong = next(
        row
        for row in sheet.iter_rows(min_row=2)
        if row[header.index("What is the name of the tool or initiative?")].value == "Wrong on purpose"
    )
    assert "Quantum teleportation" in wrong[1].value
    assert wrong[header.index("Year of launch")].comment is not None
    assert "respondent" not in str(header).lower() or "Email Address" not in header
    fixes = {
        "Website (if any)": "https://wrong.example.org",
        "What type of tool is it? (select all that apply)": "Online child safety",
        "In which countries is it used?": "Ghana",
        "Year of launch": "2019",
    }
    for name, text in fixes.items():
        wrong[header.index(name)].value = text
    book.save(path)
    again = run(path, apply=True)
    assert again["applied"]["created"] == 1
    assert Tool.objects.filter(name="Wrong on purpose", launched=2019).exists()
    assert Batch.objects.get(pk=again["batch"]).continues_id == batch


def test_formulas_are_neutral_in_what_we_write_and_unharmed_when_read_again(tmp_path: Path) -> None:
    given = answers(["maltego"], invented=1)
    given[1].values |= {"name": "=HYPERLINK(1)", "status": "no such status"}
    made = survey("fr", given)
    made.rows[2][10] = "@cmd"
    session = ImportSession.from_path(as_csv(tmp_path / "a.csv", made.rows))
    plan = session.plan()
    out = BytesIO()
    assert write_rejected_rows(plan, out) == 1
    cells = [cell.value for row in load_workbook(out).active.iter_rows(min_row=2) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'@cmd" in cells
    assert not any(str(value).startswith(("=", "+", "@")) for value in cells if value)
    (tmp_path / "b.xlsx").write_bytes(out.getvalue())
    again = ImportSession.from_path(tmp_path / "b.xlsx").plan()
    assert again.rows[0].values["name"] == "=HYPERLINK(1)"


def test_decisions_about_columns_and_values_are_remembered(tmp_path: Path) -> None:
    given = answers(["maltego"], invented=1)
    made = survey("fr", given)
    made.rows[0][1] = "Zone 51"
    made.rows[2][4] = "Machin truc"
    path = as_xlsx(tmp_path / "a.xlsx", made.rows)
    mapping = {"columns": {"Zone 51": "organisation"}, "values": {"tool_types": {"Machin truc": "online-child-safety"}}}
    session = ImportSession.from_path(path, mapping=mapping)
    session.plan()
    session.apply()
    made.rows[0][8] = "Une autre question sur les pays d'utilisation"
    made.rows[2][0] = "Ostrakon neuf"
    made.rows[2][2] = "https://ostrakon-neuf.example.net"
    later = ImportSession.from_path(as_xlsx(tmp_path / "b.xlsx", made.rows))
    assert next(column for column in later.columns if column.header == "Zone 51").field == "organisation"
    row = later.plan().rows[1]
    assert row.values["tool_types"] == ["online-child-safety"]


def test_not_a_duplicate_is_remembered_for_ever(tmp_path: Path) -> None:
    given = answers(["maltego"], invented=0)
    given[0].values |= {"name": "Maltega"}
    path = as_xlsx(tmp_path / "a.xlsx", survey("fr", given).rows)
    plan = ImportSession.from_path(path).plan()
    assert (plan.rows[0].state, plan.rows[0].tool) == ("duplicate", "maltego")
    session = ImportSession.from_path(path, mapping={"rows": {"2": {"action": "different"}}})
    assert session.plan().rows[0].state == "new"
    session.apply()
    assert NotADuplicate.objects.get().slug == "maltego"
    later = ImportSession.from_path(path).plan()
    assert later.rows[0].tool != "maltego"


def test_the_registrys_own_export_comes_back_unchanged() -> None:
    names = exports.columns(Level.CURATOR)
    tools = Tool.objects.order_by("pk")
    for content in (
        xlsx_bytes("Tools", names, exports.rows(tools, Level.CURATOR)),
        "".join(csv_lines(names, exports.rows(tools, Level.CURATOR))).encode(),
    ):
        plan = ImportSession(read_bytes(content, "export")).plan()
        assert plan.counts == {"new": 0, "changed": 0, "same": 385, "duplicate": 0, "invalid": 0, "skipped": 0}


def test_an_edited_export_updates_and_a_stale_one_is_refused(tmp_path: Path) -> None:
    tool = Tool.objects.get(slug="maltego")
    rows = [
        ["slug", "updated_at", "name", "status", "tool_types"],
        ["maltego", tool.updated_at.isoformat(), "Maltego", "pilot", "investigation-evidence | data-trends-mapping"],
        ["gracie", "2020-01-01T00:00:00+00:00", "Gracie", "pilot", ""],
        ["no-such-record", "", "Nobody", "pilot", ""],
    ]
    plan = ImportSession.from_path(as_xlsx(tmp_path / "a.xlsx", rows)).plan()
    assert [row.state for row in plan.rows] == ["changed", "invalid", "invalid"]
    assert plan.rows[0].changes["tool_types"].after == ["investigation-evidence", "data-trends-mapping"]
    assert [problem.code for problem in plan.rows[1].errors] == ["stale"]
    assert plan.rows[1].changes["status"].before != plan.rows[1].changes["status"].stated
    assert [problem.code for problem in plan.rows[2].errors] == ["unknown-id"]
