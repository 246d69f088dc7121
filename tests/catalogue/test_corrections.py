"""A correction that is taken over is in the record with its source and its words; one that isn't stays open."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Organisation, Proposal, Tool
from catalogue.proposals import lifecycle
from catalogue.proposals.forms import CORRECTABLE
from catalogue.writing import RecordChange, WriteMode, write_records
from tests.catalogue.admin_forms import signed_in

pytestmark = pytest.mark.django_db
SOURCE = "https://example.org/says-so"
# What a curator chooses for each kind, and how the draft says it afterwards.
CHOICES = {
    "name": ({"name": "Safer Path"}, lambda tool: tool.name == "Safer Path"),
    "summary": ({"summary": "New words."}, lambda tool: tool.summary == "New words."),
    "status": (
        {"status": "discontinued", "status_date": "2025-03", "ended": "2025"},
        lambda tool: (tool.status.slug, str(tool.status_date), tool.ended) == ("discontinued", "2025-03", 2025),
    ),
    "url": ({"url": "https://path.example"}, lambda tool: tool.url == "https://path.example"),
    "organisation": (
        {"organisation": "Guild"},
        lambda tool: [row.organisation.name for row in tool.participations.all()] == ["Guild"],
    ),
    "countries": ({"countries": ["KE", "TZ"]}, lambda tool: [row.code for row in tool.countries.all()] == ["KE", "TZ"]),
    "languages": ({"languages": ["sw"]}, lambda tool: [row.code for row in tool.languages.all()] == ["sw"]),
    "access": ({"access": "free"}, lambda tool: tool.access.slug == "free"),
    "infrastructure": (
        {"infrastructure": ["broadband"]},
        lambda tool: [row.term.slug for row in tool.classifications.all()] == ["broadband"],
    ),
    "handles_victim_data": ({"handles_victim_data": "yes"}, lambda tool: tool.victim_data.slug == "yes"),
    "restricted": ({"summary": "Explains contracts"}, lambda tool: tool.summary == "Explains contracts"),
    "other": ({"launched": "2019"}, lambda tool: tool.launched == 2019),
}


@pytest.fixture
def tool(vocabularies):
    values = {"name": "Safe Path", "summary": "Explains contracts.", "status": "active", "organisation": "Union"}
    write_records([RecordChange("safe-path", values)])
    return Tool.objects.get()


@pytest.fixture
def desk(vocabularies):
    return signed_in("Editors", "Curators")


def correction(tool, about="summary", words="Words of a reader", comment="I work there."):
    return lifecycle.receive_correction(tool, {about: words}, comment, SOURCE, "")


def form_of(desk, proposal):
    """What the page offers, as a browser would send it."""
    form = desk.get(reverse("proposal", args=[proposal.pk])).context["form"]
    sent = {"seen": form["seen"].value()}
    for field in form.value_fields:
        sent[field.name] = field.value() if field.value() is not None else ""
    return sent


def decide(desk, proposal, **values):
    return desk.post(reverse("proposal", args=[proposal.pk]), {"accept": "1"} | values)


def test_every_kind_has_its_choices():
    assert set(CHOICES) == set(CORRECTABLE)


@pytest.mark.parametrize("about", list(CHOICES))
def test_value_source_and_words_are_taken_over(desk, tool, about):
    chosen, is_written = CHOICES[about]
    proposal = correction(tool, about)
    assert decide(desk, proposal, **form_of(desk, proposal) | chosen).status_code == 302
    tool.refresh_from_db()
    draft = tool.get_latest_revision_as_object()
    assert is_written(draft)
    assert [(row.url, row.is_seen) for row in draft.sources.all()] == [(SOURCE, False)]
    assert "Words of a reader" in draft.curator_notes
    assert "I work there." in draft.curator_notes
    assert (tool.summary, tool.status.slug, tool.sources.count()) == ("Explains contracts.", "active", 0)
    assert tool.workflow_in_progress
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", desk.user)


@pytest.mark.parametrize("about", [about for about in CHOICES if about not in ("name", "summary", "organisation")])
def test_it_stays_open_while_nothing_is_done(desk, tool, about):
    proposal = correction(tool, about)
    for values in ({}, form_of(desk, proposal)):
        answer = decide(desk, proposal, **values)
        assert answer.status_code == 200
        proposal.refresh_from_db()
        assert proposal.is_pending
    tool.refresh_from_db()
    assert not tool.has_unpublished_changes


def test_what_was_set_right_by_hand_can_be_closed(desk, tool):
    proposal = correction(tool, "restricted")
    publishing.withdraw(tool, "It named a person.", desk.user)
    assert decide(desk, proposal, **form_of(desk, proposal)).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_a_second_correction_does_not_go_over_the_first_unseen(desk, tool):
    first, second = correction(tool, words="First words."), correction(tool, words="Second words.")
    opened_before = form_of(desk, second)
    decide(desk, first, **form_of(desk, first))
    page = desk.get(reverse("proposal", args=[second.pk])).content.decode()
    for words in ("Explains contracts.", "First words.", "Second words.", "The waiting draft says"):
        assert words in page
    for sent in (opened_before, form_of(desk, second)):
        answer = decide(desk, second, **sent)
        assert answer.status_code == 200
        assert re.search("changed the record.+draft since|A draft is waiting", answer.content.decode())
    tool.refresh_from_db()
    assert tool.get_latest_revision_as_object().summary == "First words."
    assert decide(desk, second, **form_of(desk, second), over_draft="on").status_code == 302
    tool.refresh_from_db()
    draft = tool.get_latest_revision_as_object()
    assert draft.summary == "Second words."
    assert "First words." in draft.curator_notes


def test_the_rest_of_a_waiting_draft_stays(desk, tool):
    write_records([RecordChange("safe-path", {"notes": "Being checked.", "countries": ["KE"]})], mode=WriteMode.DRAFT)
    proposal = correction(tool, "url", "https://path.example")
    assert decide(desk, proposal, **form_of(desk, proposal)).status_code == 302
    tool.refresh_from_db()
    draft = tool.get_latest_revision_as_object()
    assert (draft.notes, [row.code for row in draft.countries.all()]) == ("Being checked.", ["KE"])


class TestSuggestions:
    @pytest.fixture
    def proposal(self, vocabularies):
        values = {"name": "Pier Watch", "summary": "A line for dock workers.", "organisation": "Harbour Aid"}
        return lifecycle.receive_suggestion(values, "Seen at the pier.", SOURCE, "sender@example.org")

    def test_one_published_in_the_workflow_is_closed(self, desk, proposal, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            task = proposal.tool.current_workflow_task_state
            task.approve(user=desk.user)
        proposal.refresh_from_db()
        assert Tool.objects.public().exists()
        assert (proposal.state, proposal.sender_email) == ("accepted", "")
        assert ["sender@example.org"] in [message.to for message in mail.outbox]

    def test_declining_keeps_what_a_curator_added(self, desk, proposal):
        draft = proposal.tool.get_latest_revision_as_object()
        draft.notes = "I called them."
        draft.save_revision(user=desk.user)
        lifecycle.decline(proposal, desk.user, "Not enough to go on.")
        tool = Tool.objects.get()
        assert tool.get_latest_revision_as_object().notes == "I called them."
        assert not tool.workflow_in_progress

    def test_what_the_sender_takes_back_is_deleted(self, client, proposal):
        from wagtail.models import ModelLogEntry

        lifecycle.withdraw(proposal)
        proposal.refresh_from_db()
        kept = " ".join(str(value) for value in Proposal.objects.values().get().values())
        assert not re.search("Pier|dock|pier|example.org", kept)
        assert not Tool.objects.exists()
        assert not Organisation.objects.filter(name="Harbour Aid").exists()
        assert not ModelLogEntry.objects.filter(label__contains="Pier").exists()

    def test_declined_words_are_deleted_with_the_address(self, desk, proposal):
        lifecycle.decline(proposal, desk.user, "Not about trafficking.")
        proposal.refresh_from_db()
        assert (proposal.values, proposal.comment, proposal.source_url, proposal.sender_email) == ({}, "", "", "")

    def test_publishing_a_second_of_the_same_asks_first(self, desk, proposal):
        other = lifecycle.receive_suggestion(dict(proposal.values), "", SOURCE, "")
        page = desk.get(reverse("proposal", args=[other.pk])).content.decode()
        assert "It looks like these:" in page
        assert desk.post(reverse("proposal", args=[other.pk]), {"accept": "1"}).status_code == 200
        assert not Tool.objects.public().exists()
        desk.post(reverse("proposal", args=[other.pk]), {"accept": "1", "is_another": "on"})
        assert Tool.objects.public().count() == 1


class TestBeingTold:
    def test_editors_hear_of_a_safety_report_at_once_and_it_stands_first(self, desk, tool):
        User.objects.filter(pk=desk.user.pk).update(email="ed@example.org")
        correction(tool)
        assert [message.to for message in mail.outbox] == [["ed@example.org"]]
        correction(tool, "url", "https://other.example")
        assert len(mail.outbox) == 1  # the first mail's page and the dashboard show it
        correction(tool, "restricted", "It names Anna.")
        assert "should not be public" in mail.outbox[-1].subject
        assert not any("Anna" in message.body + message.subject for message in mail.outbox)
        Proposal.objects.filter(values__has_key="summary").update(created_at=timezone.now())
        home = desk.get("/admin/").content.decode()
        panel = home[home.index("waiting-proposals") :]
        assert panel.index("Should not be public") < panel.index("a correction")
        assert "All 3 proposals" in panel
        assert "Proposals (3)" in home

    def test_nothing_waits(self, desk):
        home = desk.get("/admin/").content.decode()
        assert "waiting-proposals" not in home
        assert "Proposals (" not in home
