"""What is kept of survey respondents, and until when."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Tool
from importers.applying.apply import apply_batch
from importers.applying.retention import RetentionResult, tidy
from importers.applying.undo import redo_batch, undo_batch
from importers.chores import jobs
from importers.models import Batch, BatchRow, MappingMemory
from tests.importers.wizard import LUMENVIA, OSTRAKON, confirm_columns, page, person, send, step, table, upload

pytestmark = pytest.mark.usefixtures("vocabularies")

HEADER = "Your e-mail address,May we publish this?,Name of the tool,Website,Description,Type of tool,Zone 51"
AGREES = "ana@example.org,Yes,Lumenvia,https://lumenvia.example.net,Seawatch for crews at sea.,Worker engagement,blue"
REFUSES = (
    "dora@example.org,No,Zqrefused tool,https://zqrefused.example.net,Zqrefused words of a respondent.,"
    "Worker engagement,zqrefusedcolour"
)
UNKNOWN = "eva@example.org,Yes,Ostrakon,https://ostrakon.example.net,Board game for pupils.,Telepathic rescue,red"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def files(tmp_path: Path) -> Any:
    return lambda: sorted((tmp_path / "imports").glob("upload-*"))


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(person("ana"))
    return client


def survey(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines)).encode()


def stored() -> str:
    kept = [list(model.objects.values()) for model in (Batch, BatchRow, MappingMemory)]
    return json.dumps(kept, default=str, ensure_ascii=False).lower()


def age(files: Any, hours: int) -> None:
    for path in files():
        then = path.stat().st_mtime - hours * 3600
        os.utime(path, (then, then))


# --- the file ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("content", [b"%PDF-1.7 no table", b"PK\x03\x04broken", b""])
def test_a_refused_file_is_never_put_down(content: bytes, curator: Client, files: Any) -> None:
    assert send(curator, content, "survey.xlsx").status_code == 422
    assert files() == []


def test_a_file_goes_when_its_plan_leaves_nothing_to_decide(curator: Client, files: Any) -> None:
    batch = upload(curator, survey(AGREES, REFUSES))
    assert len(files()) == 1
    confirm_columns(curator, batch)
    assert files() == []
    # What is needed to go on is there without it: comparing again, deciding, another field for a column.
    step(curator, "replan", batch)
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["skipped"]) == (1, 1)
    step(curator, "decide", batch, state="new", **{"action-2": "skip"})
    batch.refresh_from_db()
    assert batch.counts["skipped"] == 2
    shown = curator.get(reverse("importers:columns", args=[batch.pk])).content.decode()
    assert "upload the file again" in shown
    assert "ana@example.org" not in shown
    curator.post(reverse("importers:columns", args=[batch.pk]), {"column-G": "notes"})
    assert batch.rows.get(number=2).values["notes"] == "blue"


def test_a_file_with_open_questions_goes_by_the_clock_and_the_work_goes_on(curator: Client, files: Any) -> None:
    batch = confirm_columns(curator, upload(curator, survey(AGREES, UNKNOWN, REFUSES)))
    assert len(files()) == 1
    age(files, 23)
    assert tidy() == RetentionResult()
    age(files, 2)
    assert tidy() == RetentionResult(files=1)
    batch.refresh_from_db()
    assert (files(), batch.staged_name) == ([], "")
    assert batch.counts["invalid"] == 1
    step(curator, "decide", batch, state="invalid", **{"cell-3-F": "Worker engagement"})
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["invalid"], batch.counts["skipped"]) == (2, 0, 1)


def test_a_file_that_nobody_planned_goes_by_the_clock(curator: Client, files: Any) -> None:
    batch = upload(curator, survey(AGREES))
    age(files, 25)
    [(_name, seconds, job)] = jobs()
    assert seconds <= 3600
    job()
    assert files() == []
    answer = curator.get(reverse("importers:columns", args=[batch.pk]), follow=True)
    assert "no longer kept" in answer.content.decode()


def test_a_site_without_a_worker_looks_when_the_page_of_imports_is_opened(curator: Client, files: Any) -> None:
    upload(curator, survey(AGREES))
    age(files, 25)
    told = curator.get(reverse("importers:index")).content.decode()
    assert files() == []
    assert "after 24 hours" in told
    assert "after 30 days" in told
    assert "after 90 days" in told


def test_files_of_no_import_and_of_given_up_ones_go(curator: Client, files: Any, tmp_path: Path) -> None:
    batch = confirm_columns(curator, upload(curator, survey(UNKNOWN)))
    step(curator, "discard", batch)
    assert files() == []
    (tmp_path / "imports" / "upload-lost").write_text("dora@example.org")
    age(files, 1)
    assert tidy() == RetentionResult(files=1)


# --- who refuses ------------------------------------------------------------------------------------------------------
def test_nothing_of_a_refusers_row_is_kept_or_shown_at_any_step(curator: Client) -> None:
    batch = upload(curator, survey(REFUSES, AGREES, UNKNOWN))
    shown = curator.get(reverse("importers:columns", args=[batch.pk])).content.decode()
    confirm_columns(curator, batch)
    shown += page(curator, batch) + page(curator, batch, state="skipped")
    shown += curator.get(reverse("importers:values", args=[batch.pk])).content.decode()
    after_planning = stored()
    rest = b"".join(curator.get(reverse("importers:rest", args=[batch.pk])).streaming_content)
    apply_batch(batch.pk, mode="live")
    for text in (shown.lower(), after_planning, stored()):
        assert "zqrefused" not in text
        assert "dora@" not in text
    assert rest.startswith(b"PK")
    assert "lumenvia" in after_planning


def test_personal_data_in_a_column_that_feeds_no_field_is_not_kept(curator: Client) -> None:
    told = AGREES.replace(",blue", ",mira@example.org")
    others = AGREES.replace("umenvia", "unarvale"), UNKNOWN, UNKNOWN.replace("strakon", "rrery")
    confirm_columns(curator, upload(curator, survey(told, *others)))
    kept = [row.raw.get("G") for row in BatchRow.objects.order_by("number")]
    assert kept == [None, "blue", "red", "red"]
    assert "mira@" not in stored()


def test_corrections_of_a_row_go_when_its_respondent_turns_out_to_refuse(curator: Client) -> None:
    unclear = REFUSES.replace(",No,", ",perhaps,")
    batch = confirm_columns(curator, upload(curator, survey(AGREES, unclear)))
    row = batch.rows.get(number=3)
    assert [problem["code"] for problem in row.problems if problem["severity"] == "error"] == ["consent-unclear"]
    assert not any("zqrefused" in str(column["samples"]).lower() for column in batch.columns)
    batch.options = {**batch.options, "fixes": {"3": {"C": "Zqrefused mended", "B": "no"}}}
    batch.save()
    step(curator, "replan", batch)
    assert batch.rows.get(number=3).state == "skipped"
    assert "zqrefused" not in stored()
    batch.refresh_from_db()
    assert batch.options["fixes"] == {"3": {"B": "no"}}


def test_the_report_of_the_command_shows_nothing_of_a_refuser(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(survey(REFUSES, AGREES))
    call_command("import_survey", str(path), json=True)
    told = capsys.readouterr().out
    assert "zqrefused" not in told.lower()
    assert "Lumenvia" in told


# --- what batches keep ------------------------------------------------------------------------------------------------
def test_an_import_that_nobody_finishes_is_deleted(curator: Client, settings: Any) -> None:
    batch = confirm_columns(curator, upload(curator, survey(AGREES, UNKNOWN)))
    until = timezone.now() + timedelta(days=30)
    assert f"{until.day} {until:%B %Y}" in page(curator, batch) or f"{until:%b}. {until.day}" in page(curator, batch)
    Batch.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert tidy() == RetentionResult()  # it was planned today
    Batch.objects.update(planned_at=timezone.now() - timedelta(days=31))
    settings.IMPORT_UNFINISHED_DAYS = 32
    assert tidy() == RetentionResult()
    settings.IMPORT_UNFINISHED_DAYS = 30
    assert tidy().unfinished == 1
    assert not BatchRow.objects.exists()
    assert "eva@" not in stored()


def test_what_is_on_its_way_is_left_alone(curator: Client) -> None:
    batch = confirm_columns(curator, upload(curator, table(LUMENVIA)))
    step(curator, "apply", batch, mode="live")
    Batch.objects.update(planned_at=timezone.now() - timedelta(days=99))
    assert tidy() == RetentionResult()


def test_after_writing_samples_go_at_once_and_answers_by_the_clock(curator: Client) -> None:
    batch = confirm_columns(curator, upload(curator, survey(AGREES, UNKNOWN)))
    assert any(column["samples"] for column in batch.columns)
    apply_batch(batch.pk, mode="live")
    batch.refresh_from_db()
    assert not any(column["samples"] for column in batch.columns)
    assert batch.value_uses == []
    Batch.objects.update(applied_at=timezone.now() - timedelta(days=89))
    assert tidy() == RetentionResult()
    Batch.objects.update(applied_at=timezone.now() - timedelta(days=91))
    assert tidy() == RetentionResult(emptied=1)
    assert tidy() == RetentionResult()
    for text in ("blue", "telepathic", "ostrakon"):
        assert text not in stored()
    assert "were deleted on" in page(curator, batch)
    # It can still be taken back, and brought back.
    undo_batch(batch.pk)
    assert Tool.objects.get().is_withdrawn
    redo_batch(batch.pk)
    assert Tool.objects.public().get().summary == "Seawatch for crews at sea."


def test_rows_that_a_curator_left_out_keep_nothing_after_writing(curator: Client) -> None:
    batch = confirm_columns(curator, upload(curator, table(LUMENVIA, OSTRAKON)))
    step(curator, "decide", batch, state="new", **{"action-3": "skip"})
    apply_batch(batch.pk, mode="live")
    assert "ostrakon" not in stored()
