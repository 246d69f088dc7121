"""The bulk writer leaves what Wagtail's own save, revision and publish would leave."""

import pytest
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from catalogue.models import TextOrigin, Tool
from catalogue.signals import records_changed
from catalogue.writing import Outcome, RecordChange, WriteMode, write_records

pytestmark = pytest.mark.django_db

VALUES = {
    "name": "Safe Path",
    "summary": "Explains contracts to people who move abroad for work.",
    "organisation": "Example Union",
    "organisation_type": "ngo",
    "partners": [{"name": "Example Fund", "contribution": "funding"}],
    "tool_types": ["safe-migration-recruitment", "awareness-education-training"],
    "regions": ["asia-southern"],
    "countries": ["np"],
    "languages": ["ne", "en"],
    "status": "active",
    "tags": ["contracts"],
    "taglines": {"en": "Contract advice for migrants."},
    "sources": [{"title": "About", "url": "https://example.org", "seen": True}],
}


@pytest.fixture
def tool(vocabularies):
    [written] = write_records([RecordChange("safe-path", VALUES)], reason="test")
    assert written.outcome is Outcome.CREATED
    return Tool.objects.get(slug="safe-path")


def references(tool):
    return set(
        ReferenceIndex.objects.filter(object_id=str(tool.pk), base_content_type__model="tool").values_list(
            "to_content_type", "to_object_id", "model_path", "content_path_hash"
        )
    )


def test_the_revision_and_references_are_those_that_wagtail_would_make(tool):
    ours, our_references = tool.latest_revision.content, references(tool)
    fresh = Tool.objects.get(pk=tool.pk)
    theirs = Revision.objects.get(pk=fresh.save_revision().pk)
    ReferenceIndex.create_or_update_for_object(fresh)
    moving = {"latest_revision", "live_revision", "updated_at", "has_unpublished_changes"}
    assert {k: v for k, v in ours.items() if k not in moving} == {
        k: v for k, v in theirs.content.items() if k not in moving
    }
    assert our_references
    assert our_references <= references(fresh)
    assert {row[2] for row in references(fresh) - our_references} <= {"latest_revision", "live_revision"}


def test_a_change_is_logged_with_its_reason_and_the_admin_history_shows_it(tool):
    write_records([RecordChange("safe-path", {"launched": 2014})], reason="Survey of May")
    entry = ModelLogEntry.objects.filter(action="wagtail.edit").get()
    assert entry.data["comment"] == "Survey of May"
    assert entry.revision_id == Tool.objects.get().latest_revision_id


def test_only_named_fields_are_touched_and_their_old_values_are_told(tool):
    [written] = write_records([RecordChange("safe-path", {"status": "discontinued", "languages": ["ne", "en"]})])
    assert written.outcome is Outcome.CHANGED
    assert (dict(written.before), dict(written.after)) == ({"status": "active"}, {"status": "discontinued"})
    tool.refresh_from_db()
    assert [row.code for row in tool.languages.all()] == ["ne", "en"]


def test_one_vocabulary_changes_and_the_others_stay(tool):
    write_records([RecordChange("safe-path", {"tool_types": ["worker-engagement"]})])
    slugs = [row.term.slug for row in tool.classifications.select_related("term")]
    assert sorted(slugs) == ["asia-southern", "worker-engagement"]


def test_a_draft_leaves_the_public_record_as_it_is(tool):
    [written] = write_records(
        [RecordChange("safe-path", {"summary": "New words.", "countries": ["IN"]})], mode=WriteMode.DRAFT
    )
    assert written.outcome is Outcome.CHANGED
    tool.refresh_from_db()
    assert tool.has_unpublished_changes
    assert tool.summary == VALUES["summary"]
    assert [row.code for row in tool.countries.all()] == ["NP"]
    draft = tool.get_latest_revision_as_object()
    assert draft.summary == "New words."
    assert [row.code for row in draft.countries.all()] == ["IN"]


def test_a_new_draft_is_not_public(vocabularies):
    write_records([RecordChange("not-yet", VALUES)], mode=WriteMode.DRAFT)
    assert not Tool.objects.public().exists()
    assert Tool.objects.get().latest_revision is not None


def test_somebodys_unpublished_draft_is_neither_published_nor_lost(tool):
    tool.summary = "Half a sentence"
    tool.save_revision()
    [written] = write_records([RecordChange("safe-path", {"launched": 2014})])
    assert written.outcome is Outcome.REFUSED
    assert "unpublished draft" in written.problems["slug"]


def test_bad_values_are_refused_by_name_and_the_others_written(vocabularies):
    bad, good = write_records(
        [RecordChange("bad", VALUES | {"url": "javascript:alert(1)", "launched": 20}), RecordChange("good", VALUES)]
    )
    assert set(bad.problems) == {"url", "launched"}
    assert good.outcome is Outcome.CREATED
    assert list(Tool.objects.values_list("slug", flat=True)) == ["good"]


def test_a_machine_never_replaces_a_text_that_a_person_confirmed(tool):
    write_records([RecordChange("safe-path", {"taglines": {"en": "By a machine."}})], text_origin=TextOrigin.MACHINE)
    tool.refresh_from_db()
    assert [row.text for row in tool.texts.all()] == ["Contract advice for migrants."]


def test_listeners_are_told_once_after_the_transaction(vocabularies, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, slugs, **kwargs):
        heard.append(slugs)

    records_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            write_records([RecordChange("one", VALUES), RecordChange("two", VALUES)])
            assert heard == []
    finally:
        records_changed.disconnect(listen)
    assert heard == [frozenset({"one", "two"})]
