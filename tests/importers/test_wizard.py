"""The wizard in the admin, step by step, as a browser without JavaScript goes through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.disclosure import CURATORS_GROUP, VETTED_GROUP
from catalogue.groups import set_up_groups
from catalogue.models import Tool
from importers.applying.progress import import_folder
from importers.models import Batch, BatchStatus

SURVEYS = Path(__file__).parents[1] / "surveys"
pytestmark = pytest.mark.usefixtures("registry")


def person(group: str) -> Any:
    set_up_groups()
    user = get_user_model().objects.create_user(group.replace(" ", "-"), password="x")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(person(CURATORS_GROUP))
    return client


def upload(client: Client, name: str = "google-forms-en.csv") -> Batch:
    content = (SURVEYS / name).read_bytes()
    answer = client.post(
        reverse("importers:index"), {"file": SimpleUploadedFile(name, content), "source": "Survey 2026"}
    )
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Batch.objects.latest("pk")


def confirm_columns(client: Client, batch: Batch, **changes: str) -> Any:
    page = client.get(reverse("importers:columns", args=[batch.pk]))
    context = page.context
    table = context["session"].table
    data = {
        "sheet": table.sheet.name, "header_row": table.header_rows[0],
        "shown_sheet": table.sheet.name, "shown_row": table.header_rows[0],
        **{f"column-{column['letter']}": column["chosen"] for column in context["columns"]},
    }  # fmt: skip
    return client.post(reverse("importers:columns", args=[batch.pk]), {**data, **changes})


def test_only_curators_reach_it(client: Client) -> None:
    assert client.get(reverse("importers:index")).status_code == 302
    client.force_login(person(VETTED_GROUP))
    assert client.get(reverse("importers:index")).status_code in (302, 403)


def test_from_upload_to_undo(curator: Client, django_capture_on_commit_callbacks: Any) -> None:
    batch = upload(curator)
    page = curator.get(reverse("importers:columns", args=[batch.pk])).content.decode()
    assert "respondent0@example.org" not in page
    assert confirm_columns(curator, batch).url == reverse("importers:values", args=[batch.pk])

    page = curator.get(reverse("importers:values", args=[batch.pk])).content.decode()
    assert "Quantum teleportation" in page
    n = page.index("Quantum teleportation")
    field = page[page.index('name="value-', n) :].split('"')[1]
    curator.post(reverse("importers:values", args=[batch.pk]), {field: "data-trends-mapping"})

    preview = curator.get(reverse("importers:batch", args=[batch.pk]))
    assert preview.context["state"] == "invalid"
    decision = {
        "state": "invalid",
        "cell-24-E": "https://wrong.example.org", "cell-24-K": "Ghana", "cell-24-N": "2019", "action-23": "skip",
    }  # fmt: skip
    curator.post(reverse("importers:decide", args=[batch.pk]), decision)
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["invalid"]) == (5, 0)

    with django_capture_on_commit_callbacks(execute=True):
        curator.post(reverse("importers:apply", args=[batch.pk]), {"mode": "live"})
    batch.refresh_from_db()
    assert batch.status == BatchStatus.APPLIED, batch.message
    tool = Tool.objects.get(name="Wrong on purpose")
    assert [source.title for source in tool.sources.all()] == ["Survey 2026"]
    assert not list(import_folder().glob("upload-*"))

    assert "ulula" in curator.get(reverse("importers:undo", args=[batch.pk])).content.decode()
    curator.post(reverse("importers:undo", args=[batch.pk]))
    assert Tool.objects.get(pk=tool.pk).is_withdrawn
    curator.post(reverse("importers:redo", args=[batch.pk]))
    assert not Tool.objects.get(pk=tool.pk).is_withdrawn
    for state in batch.counts:
        assert curator.get(reverse("importers:batch", args=[batch.pk]), {"state": state}).status_code == 200


def test_a_column_can_be_corrected_and_a_constant_given(curator: Client) -> None:
    batch = upload(curator)
    confirm_columns(curator, batch, **{"column-G": "", "constant-tool_types": "Online child safety"})
    row = batch.rows.get(number=3)
    assert row.values["tool_types"] == ["online-child-safety"]


def test_the_rest_is_a_spreadsheet(curator: Client) -> None:
    batch = upload(curator)
    confirm_columns(curator, batch)
    answer = curator.get(reverse("importers:rest", args=[batch.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 not a table", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 30]
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, curator: Client) -> None:
    answer = curator.post(reverse("importers:index"), {"file": SimpleUploadedFile("survey.xlsx", content)})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_pasted_table_and_giving_up(curator: Client) -> None:
    pasted = "Name\tWebsite\tDescription\nOstrakon\thttps://ostrakon.example.org\tKeeps shards of answers for later."
    curator.post(reverse("importers:index"), {"pasted": pasted})
    batch = Batch.objects.get()
    confirm_columns(curator, batch)
    batch.refresh_from_db()
    assert batch.counts["new"] == 1
    curator.post(reverse("importers:discard", args=[batch.pk]))
    assert not Batch.objects.exists()


def test_empty_surveys_can_be_downloaded(curator: Client) -> None:
    for name in ("importers:template", "importers:xlsform"):
        answer = curator.get(reverse(name))
        assert b"".join(answer.streaming_content).startswith(b"PK")


def test_scripts_in_cells_are_shown_as_text(curator: Client) -> None:
    pasted = "Name\tWebsite\tDescription\n<script>alert(1)</script>\thtp:/x\t<img src=x onerror=alert(1)>"
    curator.post(reverse("importers:index"), {"pasted": pasted})
    batch = Batch.objects.get()
    confirm_columns(curator, batch)
    page = curator.get(reverse("importers:batch", args=[batch.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
