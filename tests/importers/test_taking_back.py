"""Taking an import back leaves nothing of it in place: not live, not as a draft, not in a review. And back again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from catalogue.addresses import CurrentAddress, UnknownAddress, WithdrawnAddress, look_up
from catalogue.fields import read_values
from catalogue.models import Tool
from catalogue.publishing import withdraw
from catalogue.writing import RecordChange, WriteMode, write_records
from importers.applying.apply import ImportRefused, apply_batch
from importers.applying.sessions import ImportSession
from importers.applying.undo import UndoPlan, plan_undo, redo_batch, undo_batch
from importers.models import Batch
from importers.plan.import_plan import ImportPlan
from importers.readers import read_bytes
from tests.importers.wizard import LUMENVIA, OSTRAKON, page, person, record, step, table

pytestmark = pytest.mark.usefixtures("vocabularies")
FAULTS = Path(__file__).parents[1] / "surveys" / "faults"
KNOWN = "Quillfern,Fennel Labs,https://quillfern.example.net,Map of brick kilns.,,Uganda; Kenya,2015"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def quillfern() -> Tool:
    return record(
        "quillfern", organisation="Fennel Labs", url="https://quillfern.example.net", countries=["UG"], status="active"
    )


@pytest.fixture
def workflow() -> Workflow:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import GroupApprovalTask

    WorkflowContentType.objects.all().delete()
    made = Workflow.objects.create(name="Review", active=True)
    task: Task = GroupApprovalTask.objects.create(name="An editor looks")
    WorkflowTask.objects.create(workflow=made, task=task, sort_order=1)
    WorkflowContentType.objects.create(workflow=made, content_type=ContentType.objects.get_for_model(Tool))
    return made


def plan_of(*lines: str, **options: Any) -> ImportSession:
    session = ImportSession(read_bytes(table(*lines), "answers.csv"), **options)
    session.plan()
    return session


def imported(*lines: str, mode: str, user: Any = None, **options: Any) -> Batch:
    session = plan_of(*lines, user=user, **options)
    session.apply(mode=mode)
    assert session.batch is not None
    session.batch.refresh_from_db()
    return session.batch


def reviews() -> int:
    return WorkflowState.objects.active().count()


def seen_and_latest(slug: str) -> tuple[dict[str, Any], dict[str, Any]]:
    tool = Tool.objects.get(slug=slug)
    return read_values(tool), read_values(tool.get_latest_revision_as_object())


# --- drafts and reviews -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", ["draft", "workflow"])
def test_a_draft_that_an_import_made_goes_and_its_review_ends(mode: str, quillfern: Tool, workflow: Workflow) -> None:
    before, _latest = seen_and_latest("quillfern")
    batch = imported(KNOWN, LUMENVIA, mode=mode, user=person("ana"))
    assert Tool.objects.get(pk=quillfern.pk).has_unpublished_changes
    assert reviews() == (2 if mode == "workflow" else 0)
    done = undo_batch(batch.pk)
    tool = Tool.objects.get(pk=quillfern.pk)
    assert not tool.has_unpublished_changes
    assert seen_and_latest("quillfern") == (before, before)
    assert tool.live_revision_id == tool.latest_revision_id
    assert reviews() == 0
    assert done.counts == {
        "withdrawn": 1, "restored": 0, "drafts_discarded": 1, "drafts_restored": 0,
        "reviews_cancelled": 2 if mode == "workflow" else 0, "left": 0,
    }  # fmt: skip
    # The same file once more is refused no row.
    again = plan_of(KNOWN, LUMENVIA)
    assert again.apply(mode="live").refused == []


def test_nobody_can_approve_what_was_taken_back(quillfern: Tool, workflow: Workflow) -> None:
    editor = person("edith")
    batch = imported(KNOWN, LUMENVIA, mode="workflow", user=person("ana"))
    states = list(WorkflowState.objects.active())
    undo_batch(batch.pk)
    for state in states:
        state.refresh_from_db()
        assert state.status == WorkflowState.STATUS_CANCELLED
        # Sent from a page that was opened before: it publishes what readers see anyway.
        state.content_object.get_latest_revision().publish(user=editor)
    assert [row.code for row in Tool.objects.get(slug="quillfern").countries.all()] == ["UG"]
    assert not Tool.objects.public().filter(slug="lumenvia").exists()


def test_what_was_approved_meanwhile_is_restored_for_readers(quillfern: Tool, workflow: Workflow) -> None:
    before, _latest = seen_and_latest("quillfern")
    batch = imported(KNOWN, mode="workflow", user=person("ana"))
    state = WorkflowState.objects.active().get()
    state.current_task_state.approve(user=person("edith"))
    assert [row.code for row in Tool.objects.get(slug="quillfern").countries.all()] == ["UG", "KE"]
    done = undo_batch(batch.pk)
    assert done.counts["restored"] == 1
    assert seen_and_latest("quillfern") == (before, before)


def test_an_import_adds_to_a_waiting_draft_which_comes_back(quillfern: Tool) -> None:
    write_records([RecordChange("quillfern", {"status": "pilot", "countries": ["UG", "TZ"]})], mode=WriteMode.DRAFT)
    _before, drafted = seen_and_latest("quillfern")
    batch = imported(KNOWN, mode="draft")
    _seen, latest = seen_and_latest("quillfern")
    assert (latest["status"], latest["countries"], latest["launched"]) == ("pilot", ("UG", "TZ", "KE"), 2015)
    done = undo_batch(batch.pk)
    assert seen_and_latest("quillfern")[1] == drafted
    assert Tool.objects.get(pk=quillfern.pk).has_unpublished_changes
    assert done.counts["drafts_restored"] == 1


def test_a_plan_says_that_a_draft_waits_and_the_page_leads_to_it(client: Client, quillfern: Tool) -> None:
    write_records([RecordChange("quillfern", {"status": "pilot"})], mode=WriteMode.DRAFT)
    client.force_login(person("ana"))
    session = plan_of(KNOWN)
    batch = session.store()
    assert [problem.code for problem in session.current_plan.rows[0].problems] == ["draft-waits"]
    edit = reverse("wagtailsnippets_catalogue_tool:edit", args=[quillfern.pk])
    assert edit in page(client, batch)
    assert apply_batch(batch.pk, mode="live").refused == [2]
    refused = page(client, batch, state="invalid")
    assert "unpublished draft" in refused
    assert edit in refused


def test_a_draft_above_a_live_import_stays_without_what_the_import_wrote(quillfern: Tool) -> None:
    batch = imported(KNOWN, mode="live")
    write_records([RecordChange("quillfern", {"notes": "A curator is at work here."})], mode=WriteMode.DRAFT)
    done = undo_batch(batch.pk)
    seen, latest = seen_and_latest("quillfern")
    assert (seen["launched"], seen["countries"], seen["notes"]) == (None, ("UG",), "")
    assert (latest["launched"], latest["countries"]) == (None, ("UG",))
    assert latest["notes"] == "A curator is at work here."
    tool = Tool.objects.get(pk=quillfern.pk)
    assert tool.has_unpublished_changes
    assert (done.counts["restored"], done.counts["drafts_restored"]) == (1, 1)
    # Publishing the draft ends it: nothing newer lies above.
    tool.get_latest_revision().publish()
    assert not Tool.objects.get(pk=quillfern.pk).has_unpublished_changes


def test_an_edit_of_the_imports_draft_is_left_and_listed(quillfern: Tool, workflow: Workflow) -> None:
    batch = imported(KNOWN, mode="workflow", user=person("ana"))
    write_records([RecordChange("quillfern", {"launched": 2016})], mode=WriteMode.DRAFT)
    done = undo_batch(batch.pk)
    _seen, latest = seen_and_latest("quillfern")
    assert (latest["launched"], latest["countries"]) == (2016, ("UG",))
    assert [(kept.slug, kept.field) for kept in done.kept] == [("quillfern", "launched")]
    assert done.counts["reviews_cancelled"] == 1
    assert (done.counts["left"], reviews()) == (1, 0)


def test_a_record_that_somebody_added_to_is_hers_too() -> None:
    batch = imported(LUMENVIA, mode="live")
    write_records([RecordChange("lumenvia", {"licence": "MIT"})])
    done = undo_batch(batch.pk)
    assert (done.withdraw, [kept.field for kept in done.kept]) == ([], ["licence"])


def test_a_locked_record_stays_and_the_rest_is_taken_back(quillfern: Tool) -> None:
    batch = imported(KNOWN, LUMENVIA, mode="live")
    Tool.objects.filter(slug="quillfern").update(locked=True)
    done = undo_batch(batch.pk)
    assert (done.locked, done.withdraw) == (["quillfern"], ["lumenvia"])


def test_a_draft_that_an_import_published_is_a_draft_again() -> None:
    record("quillfern", WriteMode.DRAFT, organisation="Fennel Labs", url="https://quillfern.example.net")
    batch = imported(KNOWN, mode="live", mapping={"rows": {"2": {"action": "update", "tool": "quillfern"}}})
    assert Tool.objects.get(slug="quillfern").live
    undo_batch(batch.pk)
    assert not Tool.objects.get(slug="quillfern").live
    redo_batch(batch.pk)
    assert Tool.objects.public().get(slug="quillfern").launched == 2015


def test_pressed_twice_it_is_taken_back_once_and_the_message_counts(
    client: Client, quillfern: Tool, workflow: Workflow
) -> None:
    curator = person("ana")
    batch = imported(KNOWN, LUMENVIA, OSTRAKON, mode="workflow", user=curator)
    client.force_login(curator)
    asked = client.get(reverse("importers:undo", args=[batch.pk])).content.decode()
    assert "Reviews of these end" in asked
    assert "are discarded" in asked
    told = step(client, "undo", batch).content.decode()
    assert "2 records withdrawn. 1 draft discarded. 3 reviews ended." in told
    assert "restored" not in told
    assert "taken back already" in step(client, "undo", batch).content.decode()
    assert Batch.objects.get().rows.exclude(undone={}).count() == 3


# --- addresses --------------------------------------------------------------------------------------------------------
def test_a_draft_that_readers_never_saw_leaves_no_trace_at_its_address(client: Client) -> None:
    batch = imported(LUMENVIA, mode="draft")
    undo_batch(batch.pk)
    assert isinstance(look_up("lumenvia"), UnknownAddress)
    answer = client.get("/en/tools/lumenvia/")
    assert (answer.status_code, "import" in answer.content.decode().lower()) == (404, False)
    # The kind: whoever withdraws it.
    unseen = record("ostrakon", WriteMode.DRAFT)
    withdraw(unseen, "It never was a tool.")
    assert isinstance(look_up("ostrakon"), UnknownAddress)
    seen = record("wayfarer")
    withdraw(seen, "It never was a tool.")
    assert isinstance(look_up("wayfarer"), WithdrawnAddress)


def test_a_withdrawn_record_leaves_its_review(workflow: Workflow) -> None:
    tool = record("wayfarer", WriteMode.DRAFT)
    workflow.start(tool, person("ana"))
    withdraw(tool, "It never was a tool.")
    assert reviews() == 0


# --- a corrected file after it ----------------------------------------------------------------------------------------
def from_file(name: str) -> ImportSession:
    session = ImportSession(read_bytes((FAULTS / name).read_bytes(), name))
    session.plan()
    return session


def states(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(str(row.state), row.tool) for row in plan.rows]


def test_a_corrected_file_finds_its_withdrawn_records_again(client: Client) -> None:
    first = from_file("01-NA-and-No-become-Namibia-Nauruan-Norway.csv")
    first.apply(mode="live")
    assert first.batch is not None
    undo_batch(first.batch.pk)
    second = from_file("42-corrected-file-after-undo.csv")
    slugs = ["lumenvia", "ostrakon", "quillfern"]
    assert states(second.current_plan) == [("new", slug) for slug in slugs]
    for row in second.current_plan.rows:
        assert [problem.code for problem in row.problems] == ["brings-back"]
        assert "was withdrawn on" in row.problems[0].message
    assert second.apply(mode="live").created == 3
    assert sorted(Tool.objects.public().values_list("slug", flat=True)) == slugs
    assert Tool.objects.count() == 3
    assert isinstance(look_up("lumenvia"), CurrentAddress)
    values = read_values(Tool.objects.get(slug="lumenvia"))
    assert (values["countries"], values["languages"], values["origin_country"]) == (("TH", "ID"), ("th", "id"), "KE")
    assert len(values["sources"]) == 1
    assert client.get("/en/tools/lumenvia/").status_code == 200
    # The first import can't come back beside it, and the second can be taken back in its turn.
    with pytest.raises(ImportRefused, match="lumenvia"):
        redo_batch(first.batch.pk)
    assert second.batch is not None
    undo_batch(second.batch.pk)
    assert not Tool.objects.public().exists()
    assert states(from_file("42-corrected-file-after-undo.csv").current_plan) == [("new", slug) for slug in slugs]


def test_brought_back_as_a_draft_it_shows_nothing_of_before() -> None:
    batch = imported(LUMENVIA, mode="live")
    undo_batch(batch.pk)
    imported(LUMENVIA.replace("Thailand", "Kenya").replace("2019", "2020"), mode="draft")
    tool = Tool.objects.get()
    assert (tool.slug, tool.live, tool.is_withdrawn, tool.launched) == ("lumenvia", False, False, 2020)
    assert [row.code for row in tool.countries.all()] == ["KE"]


def test_what_an_editor_withdrew_on_purpose_is_asked_about() -> None:
    batch = imported(LUMENVIA, mode="live")
    withdraw(Tool.objects.get(slug="lumenvia"), "The provider asked for it.", person("edith"))
    again = plan_of(LUMENVIA)
    row = again.current_plan.rows[0]
    assert (str(row.state), row.tool) == ("duplicate", "lumenvia")
    assert "The provider asked for it." in row.problems[0].message
    # “It is this record” brings back nothing that an editor withdrew.
    decided = plan_of(LUMENVIA, mapping={"rows": {"2": {"action": "update", "tool": "lumenvia"}}})
    assert str(decided.current_plan.rows[0].state) == "duplicate"
    anew = plan_of(LUMENVIA, mapping={"rows": {"2": {"action": "different"}}})
    assert (str(anew.current_plan.rows[0].state), anew.current_plan.rows[0].tool) == ("new", "")
    assert plan_undo(batch).missing == ["lumenvia"]
    by_id = ImportSession(read_bytes(b"slug,name,summary\nlumenvia,Lumenvia,Seawatch for crews at sea.", "export.csv"))
    assert [problem.code for problem in by_id.plan().rows[0].errors] == ["withdrawn"]


def test_a_record_in_the_registry_wins_over_a_withdrawn_one() -> None:
    batch = imported(LUMENVIA, mode="live")
    undo_batch(batch.pk)
    record(
        "lumenvia-crews", name="Lumenvia", organisation="Brightwater Collective", url="https://lumenvia.example.net",
        summary="Seawatch for crews on long-line vessels.",
    )  # fmt: skip
    assert plan_of(LUMENVIA).current_plan.rows[0].tool == "lumenvia-crews"
    with pytest.raises(ImportRefused, match="lumenvia-crews"):
        redo_batch(batch.pk)


# --- and back again ---------------------------------------------------------------------------------------------------
def test_drafts_and_reviews_come_back_as_drafts_and_reviews(quillfern: Tool, workflow: Workflow) -> None:
    before, _latest = seen_and_latest("quillfern")
    batch = imported(KNOWN, LUMENVIA, mode="workflow", user=person("ana"))
    written = seen_and_latest("quillfern")[1]
    undo_batch(batch.pk)
    done: UndoPlan = redo_batch(batch.pk, user=person("edith"))
    assert done.counts["reviews_cancelled"] == 2
    assert seen_and_latest("quillfern") == (before, written)
    assert reviews() == 2
    assert not Tool.objects.get(slug="lumenvia").is_withdrawn
    undo_batch(batch.pk)
    assert (seen_and_latest("quillfern"), reviews()) == ((before, before), 0)
