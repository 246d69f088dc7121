"""Writing, uploading and giving up: what is pressed twice, or in two tabs, is done once, and the page says so."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.admin import exports
from catalogue.disclosure import Level
from catalogue.models import Tool
from common.spreadsheets import csv_lines
from importers.applying.apply import apply_batch
from importers.applying.staging import plan_again
from importers.models import Batch, BatchStatus, MappingMemory
from importers.readers import FileProblem
from importers.tasks import apply_import
from tests.importers.wizard import LUMENVIA, OSTRAKON, confirm_columns, page, person, record, send, step, table, upload

pytestmark = pytest.mark.usefixtures("vocabularies")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(person("ana"))
    return client


@pytest.fixture
def planned(curator: Client) -> Batch:
    return confirm_columns(curator, upload(curator, table(LUMENVIA, OSTRAKON)))


def test_write_says_queued_and_the_page_follows_by_itself(curator: Client, planned: Batch) -> None:
    answer = step(curator, "apply", planned, mode="live").content.decode()
    assert "Queued" in answer
    assert "progress.js" in answer
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', answer)
    for name in ("apply", "replan", "discard"):
        assert reverse(f"importers:{name}", args=[planned.pk]) not in answer


def test_a_queue_that_nobody_works_off_is_told(curator: Client, planned: Batch) -> None:
    step(curator, "apply", planned, mode="live")
    assert "No worker" not in page(curator, planned)
    Batch.objects.update(queued_at=timezone.now() - timedelta(minutes=10))
    assert "No worker" in page(curator, planned)


def test_write_pressed_twice_is_sent_once(
    curator: Client, planned: Batch, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        step(curator, "apply", planned, mode="live")
        step(curator, "apply", planned, mode="draft")
    assert len([callback for callback in callbacks if "enqueue" in repr(callback)]) == 1
    assert Batch.objects.get().mode == "live"


def test_two_workers_write_an_import_once(curator: Client, planned: Batch) -> None:
    step(curator, "apply", planned, mode="live")
    assert apply_import.func(planned.pk, "live", None) == "written"
    assert apply_import.func(planned.pk, "live", None) == "nothing to do"
    assert apply_batch(planned.pk).is_nothing_to_do
    assert Tool.objects.count() == 2


def test_a_worker_that_looked_too_early_does_not_write_again(planned: Batch, monkeypatch: Any) -> None:
    """It read “ready” a moment before the other one had written."""
    ready = Batch.objects.get(pk=planned.pk)
    apply_batch(planned.pk, mode="live")
    monkeypatch.setattr(Batch.objects, "get", lambda **_key: ready)
    assert apply_batch(planned.pk, mode="live").is_nothing_to_do
    monkeypatch.undo()
    assert Batch.objects.get(pk=planned.pk).status == BatchStatus.APPLIED
    assert Tool.objects.count() == 2


def test_what_was_taken_out_of_the_queue_is_not_written(curator: Client, planned: Batch) -> None:
    step(curator, "apply", planned, mode="live")
    assert "out of the queue" in step(curator, "dequeue", planned).content.decode()
    assert apply_import.func(planned.pk, "live", None) == "nothing to do"
    assert not Tool.objects.exists()


def test_a_plan_made_in_another_tab_never_replaces_what_was_sent_or_written(curator: Client, planned: Batch) -> None:
    in_other_tab = Batch.objects.get(pk=planned.pk)
    step(curator, "apply", planned, mode="live")
    with pytest.raises(FileProblem, match="meanwhile"):
        plan_again(in_other_tab)
    apply_import.func(planned.pk, "live", None)
    with pytest.raises(FileProblem):
        plan_again(in_other_tab)
    planned.refresh_from_db()
    assert planned.status == BatchStatus.APPLIED
    assert planned.rows.filter(outcome="created").count() == 2


def test_an_upload_sent_twice_is_one_import(curator: Client) -> None:
    key = str(curator.get(reverse("importers:index")).context["form"]["key"].value())
    first, second = (upload(curator, table(LUMENVIA), key=key) for _ in range(2))
    assert first == second
    # From another tab, too, as long as nobody has worked on it.
    assert upload(curator, table(LUMENVIA)) == first
    confirm_columns(curator, first)
    assert upload(curator, table(LUMENVIA)) != first


def test_giving_up_asks_first_and_says_whose_work_it_is(curator: Client, client: Client, planned: Batch) -> None:
    step(curator, "decide", planned, state="new", **{"action-2": "skip"})
    client.force_login(person("berta"))
    address = reverse("importers:discard", args=[planned.pk])
    asked = client.get(address).content.decode()
    assert Batch.objects.exists()
    assert "ana uploaded it" in asked
    assert "1 decision about a row" in asked
    assert "given up" in client.post(address, follow=True).content.decode()
    assert not Batch.objects.exists()
    again = client.post(address, follow=True)
    assert (again.status_code, "given up already" in again.content.decode()) == (200, True)


def test_what_is_queued_cannot_be_given_up(curator: Client, planned: Batch) -> None:
    step(curator, "apply", planned, mode="live")
    answer = curator.post(reverse("importers:discard", args=[planned.pk]), follow=True)
    assert "can&#x27;t be given up" in answer.content.decode()
    assert Batch.objects.exists()


def test_an_edited_export_is_taken_over_cell_by_cell(curator: Client) -> None:
    record(
        "ostrakon", url="https://old.example.net", tool_types=["investigation-evidence", "data-trends-mapping"],
        status="active",
    )  # fmt: skip
    # Somebody imported this kind of file before and left every rule as the page had chosen it.
    names = exports.columns(Level.CURATOR)
    content = "".join(csv_lines(names, exports.rows(Tool.objects.all(), Level.CURATOR)))
    MappingMemory.objects.create(
        columns={name: name for name in names}, policies={"url": "fill", "tool_types": "merge"}
    )
    edited = (
        content.replace("https://old.example.net", "https://new.example.net")
        .replace("investigation-evidence | data-trends-mapping", "data-trends-mapping")
        .replace(",active,", ",pilot,")
    )
    assert edited.count("new.example.net") == edited.count(",pilot,") == 1
    batch = confirm_columns(curator, upload(curator, edited.encode(), "tools.csv"))
    assert batch.counts["changed"] == 1
    apply_batch(batch.pk, mode="live")
    tool = Tool.objects.get()
    assert (tool.url, tool.status.slug) == ("https://new.example.net", "pilot")
    assert [row.term.slug for row in tool.classifications.all() if row.term.vocabulary.slug == "tool_type"] == [
        "data-trends-mapping"
    ]


def test_what_is_no_table_is_never_kept(curator: Client, tmp_path: Any) -> None:
    assert send(curator, b"%PDF-1.7 not a table", "survey.xlsx").status_code == 422
    assert not list((tmp_path / "imports").glob("upload-*"))
