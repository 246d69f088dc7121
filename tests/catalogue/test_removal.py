"""Removed for safety or by law: nothing in the database or on the site says what a record said, and it stays out."""

import json
import zlib
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, Revision

from catalogue.history import history_of
from catalogue.loading import load_rows, read_file
from catalogue.models import (
    FormerSlug,
    IndexDue,
    LinkCheck,
    LoadedRecord,
    Organisation,
    Proposal,
    RemovedRecord,
    Tool,
)
from catalogue.pages.default_pages import ensure_pages
from catalogue.proposals.lifecycle import publish, receive_suggestion
from catalogue.removal.history import forget_history
from catalogue.removal.remove import remove
from catalogue.removal.scrubbing import Scrubber
from catalogue.writing import Outcome, RecordChange, write_records
from gaps import live_data
from gaps.default_pages import ensure_gap_pages
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import matrix_result
from gaps.models.pages import GapPage
from gaps.models.snapshots import Snapshot
from gaps.snapshots.comparing import compare
from gaps.snapshots.freezing import take_snapshot
from importers.models import Batch, BatchRow, NotADuplicate
from search import indexing
from tests.catalogue.admin_forms import TOOLS, signed_in
from tests.catalogue.factories import make_tool, values
from tests.catalogue.test_admin_actions import text_of
from tests.catalogue.test_loading import entry, write_lines
from tests.contracts.conftest import own_engine  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db

NAME, FORMER, MAKER, SLUG = "Quillovane Rescue", "Quillovane Circle", "Quillovane Foundation", "quillovane-rescue"
STEM = "quillovane"


@pytest.fixture
def planted(vocabularies, own_engine, tmp_path):  # noqa: F811
    """A record that has left traces wherever a record can."""
    live_data.forget()
    load_rows(read_file(write_lines(tmp_path / "data.jsonl", entry(id=SLUG, name=FORMER, organisation=MAKER))).rows)
    said = values(name=NAME, aka=["Quillovane"], organisation=MAKER, summary="The quillovane way.", tags=["quillovane"])
    write_records(
        [RecordChange(SLUG, said | {"sources": [{"title": "Quillovane", "url": "https://quillovane.example/"}]})]
    )
    tool = Tool.objects.get(slug=SLUG)
    FormerSlug.objects.create(slug="quillovane", tool=tool)
    tool.summary = "An unpublished quillovane draft."
    tool.save_revision()
    other = make_tool("other-tool", name="Other tool", aka=[])
    log(instance=other, action="catalogue.merge", data={"merged": NAME})
    Proposal.objects.create(kind="correction", tool=tool, name=NAME, values={"summary": "quillovane"})
    Proposal.objects.create(kind="new", name=NAME.upper(), comment="quillovane")
    LinkCheck.objects.create(url="https://quillovane.example/", checked_at=tool.created_at)
    batch = Batch.objects.create(
        file_name="a.csv", digest="0", kind="csv", columns=[{"header": "Name", "samples": [NAME, "Other tool"]}]
    )
    row = {"batch": batch, "state": "new", "raw": {"A": NAME}, "values": {"name": NAME}, "after": {"name": NAME}}
    BatchRow.objects.create(number=2, written_slug=SLUG, outcome="created", **row)
    like = [{"tool": SLUG, "name": NAME, "score": 1.0, "reasons": []}]
    BatchRow.objects.create(batch=batch, number=3, state="duplicate", tool="other-tool", likenesses=like)
    NotADuplicate.objects.create(fingerprint="quillovanerescue", slug=SLUG)
    ensure_pages()
    ensure_gap_pages()
    page = GapPage.objects.first()
    page.body = [("text", f"<p>As {NAME} shows.</p>")]
    page.save_revision().publish()
    take_snapshot("before")
    indexing.rebuild()
    return tool


def traces() -> list[str]:
    """Every row of the database that holds the word, packed ones unpacked."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            parts = [zlib.decompress(v).decode() if isinstance(v, bytes) and v else str(v) for v in row.values()]
            if STEM in "\n".join(parts).lower():
                found.append(f"{model._meta.label} {row.get('id', row.get('page_ptr_id'))}")
    return found


def test_nothing_in_the_database_holds_it(planted, django_user_model, django_capture_on_commit_callbacks):
    assert len(traces()) > 15
    editor = django_user_model.objects.create_user("ed")
    with django_capture_on_commit_callbacks(execute=True):
        remove(planted, "safety", editor)
    assert traces() == []
    record = RemovedRecord.objects.get()
    assert (record.ground, record.removed_by) == ("safety", editor)
    assert not IndexDue.objects.exists()
    # What others had stays.
    assert Tool.objects.get().slug == "other-tool"
    assert Organisation.objects.filter(name="Example Union").exists()
    assert BatchRow.objects.count() == 2
    assert "[removed]" in str(GapPage.objects.first().body)
    assert ModelLogEntry.objects.get(action="catalogue.merge").data == {"merged": "[removed]"}
    assert Page.objects.count() > 2


def test_its_addresses_say_that_nothing_is_there(planted):
    remove(planted, "law")
    for slug in (SLUG, "quillovane"):
        for address in (f"/en/tools/{slug}/", f"/ar/tools/{slug}/", f"/api/v1/tools/{slug}"):
            response = Client().get(address)
            assert response.status_code == 410
            body = response.content.decode().lower().replace(f"/tools/{slug}/", "")
            assert STEM not in body
            assert "law" not in body.replace("lawful", "")
            assert "withdrawn" not in body.replace('"error": "withdrawn"', "")
    for rest in ("history/", "correct/"):
        assert Client().get(f"/en/tools/{SLUG}/{rest}").status_code in (404, 410)


def test_snapshots_count_it_and_show_the_redaction(planted):
    snapshot = Snapshot.objects.get()
    axes = [("tool_type", "region"), ("country", "technology"), ("target_user", "status"), ("language", "pillar")]

    def counts(taken: Snapshot) -> list[dict]:
        tables = [matrix_result(MatrixRequest.of(rows=rows, columns=columns), taken).matrix for rows, columns in axes]
        return [
            {(c.row.slug, c.column.slug): (c.count, c.judgement) for row in table.cells for c in row}
            for table in tables
        ]

    before, digest = counts(snapshot), snapshot.digest
    assert snapshot.is_intact
    remove(planted, "safety")
    redacted = Snapshot.objects.get()
    assert counts(redacted) == before
    assert redacted.tools == snapshot.tools
    assert redacted.is_intact
    assert (redacted.original_digest, redacted.redactions[0]["digest_after"]) == (digest, redacted.digest)
    page = Client().get("/en/gaps/snapshots/1/").content.decode()
    assert digest in page
    assert redacted.digest in page
    frozen = Client().get("/en/gaps/snapshots/1/?format=frozen").json()
    assert frozen["redacted"]["digest_of_original"] == digest
    assert [entry for key, entry in frozen["records"].items() if key != "other-tool"] == [{"removed": True}]
    # Somebody tampers: the chain tells.
    redacted.redactions = []
    redacted.packed = snapshot.packed
    assert not redacted.is_intact
    take_snapshot("after")
    found = compare(*Snapshot.objects.order_by("number"))
    assert (list(found.removed), found.removed.count) == ([], 1)
    text = Client().get("/en/gaps/changes/").content.decode()
    assert "No longer public (1)" in text
    assert "removed:" not in text


def test_it_stays_out_of_loads_imports_and_forms(planted, tmp_path):
    remove(planted, "safety")
    lines = write_lines(tmp_path / "data.jsonl", entry(id=SLUG, name=FORMER), entry(id="new-one", name="New one"))
    report = load_rows(read_file(lines).rows)
    assert (report.created, report.removed) == (["new-one"], 1)
    assert not LoadedRecord.objects.filter(slug=SLUG).exists()
    drafts = [
        RecordChange(SLUG, values(name="Something else", aka=[])),
        RecordChange("fresh", values(name="QUILLOVANE  rescue", aka=[])),
        RecordChange("fresh-two", values(name="Something", aka=["Quillovane-Rescue"])),
        RecordChange("fresh-three", values(name="Something of its own", aka=[])),
    ]
    outcomes = [written.outcome for written in write_records(drafts)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED, Outcome.CREATED]
    # A stranger who suggests it is told nothing; the editor who would publish it is.
    proposal = receive_suggestion({"name": NAME, "summary": "It helps."}, "", "", "")
    with pytest.raises(Exception, match="removed for safety or by law"):
        publish(proposal, None)
    proposal.tool.refresh_from_db()
    assert not proposal.tool.live


def test_the_command_wants_the_name_and_says_what_it_did(planted, django_user_model):
    django_user_model.objects.create_user("ed")
    for wrong in (
        (SLUG, "--name", "Quillovane", "--ground", "safety"),
        ("nobody", "--name", NAME, "--ground", "safety"),
        (SLUG, "--name", NAME, "--ground", "safety", "--user", "nobody"),
    ):
        with pytest.raises(CommandError) as told:
            call_command("remove_record", *wrong)
        assert STEM not in str(told.value).lower()
    assert Tool.objects.filter(slug=SLUG).exists()
    out = StringIO()
    call_command("remove_record", SLUG, "--name", NAME, "--ground", "law", "--user", "ed", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["ground"] == "law"
    assert STEM not in out.getvalue().lower()
    assert not Tool.objects.filter(slug=SLUG).exists()


class TestInTheAdmin:
    def test_an_editor_types_the_name(self, planted):
        client = signed_in("Editors")
        url = f"{TOOLS}remove/{planted.pk}/"
        assert "t be taken back" in text_of(client.get(url))
        assert url in client.get(f"{TOOLS}edit/{planted.pk}/").content.decode()
        for wrong in ({}, {"name": NAME}, {"ground": "safety", "name": "Quillovane"}, {"ground": "x", "name": NAME}):
            assert client.post(url, wrong).status_code == 200
        assert Tool.objects.filter(pk=planted.pk).exists()
        response = client.post(url, {"ground": "safety", "name": f" {NAME} "}, follow=True)
        assert response.status_code == 200
        assert not Tool.objects.filter(pk=planted.pk).exists()
        text = text_of(response)
        assert STEM not in text.lower()
        assert client.user.username in text

    def test_a_curator_may_not(self, planted):
        client = signed_in("Curators")
        for name in ("remove", "forget"):
            url = f"{TOOLS}{name}/{planted.pk}/"
            assert client.get(url).status_code in (302, 403)
            client.post(url, {"ground": "safety", "name": NAME, "fields_to_forget": ["countries"]})
            assert url not in client.get(f"{TOOLS}edit/{planted.pk}/").content.decode()
        assert Tool.objects.filter(pk=planted.pk).exists()
        assert client.get(f"{TOOLS}removed/").status_code in (302, 403)

    def test_an_editor_forgets_what_was_there_before(self, vocabularies):
        tool = with_history()
        client = signed_in("Editors")
        url = f"{TOOLS}forget/{tool.pk}/"
        assert client.post(url, {}).status_code == 200
        assert client.post(url, {"fields_to_forget": ["countries"]}).status_code == 302
        assert "Eritrea" not in Client().get("/en/tools/safe-path/history/").content.decode()


def with_history() -> Tool:
    """A record that once named a country more, and was once called otherwise."""
    make_tool(countries=["NP", "ER"], name="Old name")
    take_snapshot("with it")
    batch = Batch.objects.create(file_name="a.csv", digest="0", kind="csv")
    said = {"countries": ["NP", "ER"], "status": "active"}
    BatchRow.objects.create(
        batch=batch, number=2, state="new", written_slug="safe-path", after=said, values=said, raw={"C": "Eritrea"}
    )
    write_records([RecordChange("safe-path", {"countries": ["NP"], "name": "Safe Path", "regions": ["asia-eastern"]})])
    live_data.note_change()
    take_snapshot("without it")
    return Tool.objects.get(slug="safe-path")


def test_a_live_record_forgets_what_it_said_before(vocabularies):
    live_data.forget()
    tool = with_history()
    page = Client().get("/en/tools/safe-path/history/").content.decode()
    assert "Eritrea" in page
    first = Snapshot.objects.get(number=1)
    asked = MatrixRequest.of(rows="country", columns="region")
    before = {(c.row.slug, c.column.slug): c.count for row in matrix_result(asked, first).matrix.cells for c in row}
    assert before["er", "asia-southern"] == 1
    assert forget_history(tool, ["countries", "name"]) == 2
    [change] = [change for entry in history_of(tool) for change in entry.changes]
    assert change.label == "Regions"
    for revision in Revision.objects.for_instance(tool):
        assert [row["code"] for row in revision.content["countries"]] == ["NP"]
        assert revision.as_object().name == "Safe Path"
    row = BatchRow.objects.get()
    assert (row.after, row.values, row.raw) == ({"status": "active"}, {"status": "active"}, {})
    # The snapshot counts it as before and says it no more.
    first = Snapshot.objects.get(number=1)
    assert {
        (c.row.slug, c.column.slug): c.count for row in matrix_result(asked, first).matrix.cells for c in row
    } == before
    assert first.is_intact
    frozen = Client().get("/en/gaps/snapshots/1/?format=frozen").json()["records"]["safe-path"]
    assert frozen["name"] == "Safe Path"
    assert "country" not in frozen["values"]
    cell = "/en/gaps/cell/?snapshot=1&rows=country&columns=region&row=er&column=asia-southern"
    for address in ("/en/gaps/changes/", cell):
        text = Client().get(address).content.decode()
        assert "Old name" not in text
        assert "Eritrea" not in text or "Safe Path" not in text
    assert "Regions" in Client().get("/en/tools/safe-path/history/").content.decode()


def test_a_scrubber_leaves_other_words_alone():
    scrub = Scrubber(["Rescue", "A B"])
    assert scrub.text("Rescue, Rescuers and the A  B of rescue.") == "[removed], Rescuers and the [removed] of rescue."
    assert scrub.data({"Rescue": ["x", {"y": "Rescue-net Rescue"}]}) == {
        "[removed]": ["x", {"y": "Rescue-net [removed]"}]
    }
    assert Scrubber([""]).text("as it is") == "as it is"
