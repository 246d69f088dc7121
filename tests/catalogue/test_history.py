"""The history tells public changes in words, and keeps what was taken back out of sight."""

import pytest
from django.urls import reverse

from catalogue.history import history_of
from catalogue.models import Tool
from catalogue.writing import RecordChange, write_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(vocabularies):
    values = {"name": "Safe Path", "summary": "CANARY-OLD words.", "status": "active", "countries": ["NP"]}
    write_records([RecordChange("safe-path", values)], reason="Loaded from a survey")
    return Tool.objects.get()


def test_changes_are_told_newest_first_with_their_reason(tool, client):
    write_records([RecordChange("safe-path", {"status": "discontinued", "ended": 2020})], reason="Survey of May")
    write_records([RecordChange("safe-path", {"countries": ["NP", "IN"]})])
    newest, middle, first = history_of(tool)
    assert [(c.label, c.before, c.after) for c in newest.changes] == [("Countries", "Nepal", "Nepal, India")]
    assert middle.reason == "Survey of May"
    assert {(c.label, c.after) for c in middle.changes} == {("Status", "Discontinued"), ("Year of ending", "2020")}
    assert first.is_first
    page = client.get(reverse("catalogue:history", args=["safe-path"])).content.decode()
    assert "Countries: Nepal, India, before Nepal" in page


def test_words_taken_back_drafts_and_private_fields_leave_no_trace(tool, client):
    write_records(
        [
            RecordChange(
                "safe-path",
                {"summary": "New words.", "curator_notes": "CANARY-NOTE", "restricted_detail": "CANARY-DETAIL",
                 "disclosure": "vetted"},
            )
        ]
    )  # fmt: skip
    tool.refresh_from_db()
    tool.notes = "CANARY-DRAFT"
    tool.save_revision()
    page = client.get(reverse("catalogue:history", args=["safe-path"])).content.decode()
    assert "Summary: the wording changed" in page
    assert "CANARY" not in page


def test_a_draft_or_withdrawn_record_has_no_public_history(tool, client):
    Tool.objects.update(live=False)
    assert client.get(reverse("catalogue:history", args=["safe-path"])).status_code == 404
