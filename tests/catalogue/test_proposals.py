"""Anybody can suggest and correct; nothing is public before a curator says so, and nobody's work is in the way."""

import re
import secrets
import time

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail, signing
from django.core.cache import cache
from django.urls import reverse

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP
from catalogue.models import Proposal, Tool
from catalogue.proposals import spam
from catalogue.writing import RecordChange, write_records

pytestmark = pytest.mark.django_db

SUGGESTION = {
    "name": "Night Bus Helper",
    "summary": "Tells passengers on night buses where to find help and how to report a suspicion to the police.",
    "tool_types": ["reporting-hotlines"],
    "url": "https://night-bus.example",
    "countries": ["ke"],
}


@pytest.fixture(autouse=True)
def nothing_remembered():
    """No earlier sendings."""
    cache.clear()


def a_stamp():
    return signing.dumps([int(time.time()) - 60, secrets.token_hex(6)], salt="catalogue.proposal.form")


@pytest.fixture
def stamp():
    """A form that was shown a minute ago."""
    return a_stamp()


@pytest.fixture
def tool(vocabularies):
    write_records(
        [
            RecordChange(
                "safe-path",
                {"name": "Safe Path", "summary": "Explains contracts.", "status": "active", "organisation": "Union"},
            )
        ]
    )
    return Tool.objects.get()


@pytest.fixture
def curator(client, vocabularies):
    user = User.objects.create_user("cora", password="x")
    user.groups.set(Group.objects.filter(name__in=[CURATORS_GROUP, EDITORS_GROUP]))
    client.force_login(user)
    return client


def post_suggestion(client, stamp, **values):
    return client.post(reverse("catalogue:suggest"), SUGGESTION | {"stamp": stamp} | values)


def test_a_suggestion_becomes_a_draft_in_review_that_no_reader_sees(client, vocabularies, stamp):
    answer = post_suggestion(client, stamp)
    assert answer.status_code == 302
    tool = Tool.objects.get()
    assert not tool.live
    assert tool.workflow_in_progress
    assert not Tool.objects.public().exists()
    page = client.get(answer["Location"])
    assert "Night Bus Helper" in page.content.decode()
    assert "waiting for a curator" in page.content.decode()
    assert client.get(reverse("catalogue:tool", args=[tool.slug])).status_code == 404


def test_the_form_asks_again_in_words_and_keeps_what_was_typed(client, vocabularies, stamp):
    answer = post_suggestion(client, stamp, summary="Too short", tool_types=[], url="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please look at these again" in page
    assert 'value="Night Bus Helper"' in page
    assert page.count("field__error") >= 3
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("change", [{"homepage_2": "spam"}, {"stamp": ""}, {"stamp": "made-up"}])
def test_machines_are_kept_out(client, vocabularies, stamp, change):
    answer = post_suggestion(client, **({"stamp": stamp} | change))
    assert answer.status_code == 422
    assert not Tool.objects.exists()


def test_a_person_who_was_too_quick_may_send_again(client, vocabularies):
    answer = post_suggestion(client, spam.new_stamp())
    assert answer.status_code == 422
    assert re.search(r'name="stamp" value="[^"]+"', answer.content.decode())


def test_ten_an_hour_and_no_address_is_kept(client, tool):
    url = reverse("catalogue:correct", args=["safe-path"])
    data = {"about": "status", "correct": "It ended in 2020."}
    statuses = [client.post(url, data | {"stamp": a_stamp()}).status_code for _ in range(11)]
    assert statuses == [302] * 10 + [429]
    assert not any("127.0.0.1" in str(list(row.values())) for row in Proposal.objects.values())


def test_a_known_tool_is_pointed_out_and_may_still_be_sent(client, tool, stamp):
    answer = post_suggestion(client, stamp, name="Safe Path")
    page = answer.content.decode()
    assert "Is it one of these?" in page
    assert reverse("catalogue:correct", args=["safe-path"]) in page
    assert not Proposal.objects.exists()
    assert post_suggestion(client, stamp, name="Safe Path", is_another="on").status_code == 302


def test_the_live_warning_is_a_piece_of_html_with_the_same_records(client, tool):
    page = client.get(reverse("catalogue:similar"), {"name": "safe path"}).content.decode()
    assert reverse("catalogue:tool", args=["safe-path"]) in page
    assert "<html" not in page


def test_a_correction_leaves_the_record_and_its_drafts_alone(client, tool, stamp):
    answer = client.post(
        reverse("catalogue:correct", args=["safe-path"]),
        {"about": "summary", "correct": "New words.", "stamp": stamp, "sender_email": "a@example.org"},
    )
    assert answer.status_code == 302
    tool.refresh_from_db()
    assert (tool.summary, tool.has_unpublished_changes) == ("Explains contracts.", False)


def test_a_curator_takes_a_correction_over_as_a_draft_and_the_sender_is_told(
    curator, tool, stamp, django_capture_on_commit_callbacks
):
    curator.post(
        reverse("catalogue:correct", args=["safe-path"]),
        {"about": "summary", "correct": "New words.", "stamp": stamp, "sender_email": "a@example.org"},
    )
    proposal = Proposal.objects.get()
    assert proposal.name in curator.get(reverse("proposals")).content.decode()
    page = curator.get(reverse("proposal", args=[proposal.pk])).content.decode()
    assert "Explains contracts." in page
    assert "New words." in page
    with django_capture_on_commit_callbacks(execute=True):
        curator.post(reverse("proposal", args=[proposal.pk]), {"accept": "1"})
    tool.refresh_from_db()
    assert tool.summary == "Explains contracts."
    assert tool.get_latest_revision_as_object().summary == "New words."
    proposal.refresh_from_db()
    assert (proposal.state, proposal.sender_email) == ("accepted", "")
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_a_curator_publishes_a_suggestion(curator, vocabularies, stamp):
    post_suggestion(curator, stamp)
    curator.post(reverse("proposal", args=[Proposal.objects.get().pk]), {"accept": "1"})
    assert Tool.objects.public().get().name == "Night Bus Helper"


def test_declining_needs_a_reason_and_removes_the_draft(curator, vocabularies, stamp):
    post_suggestion(curator, stamp)
    url = reverse("proposal", args=[Proposal.objects.get().pk])
    assert "Say why" in curator.post(url, {"decline": "1"}).content.decode()
    curator.post(url, {"decline": "1", "answer": "Not about trafficking."})
    assert not Tool.objects.exists()
    assert Proposal.objects.get().state == "declined"


def test_the_sender_withdraws_by_the_receipt_once(client, vocabularies, stamp):
    receipt = post_suggestion(client, stamp)["Location"]
    assert client.post(receipt).status_code == 302
    assert not Tool.objects.exists()
    assert "already decided" in client.post(receipt).content.decode()


def test_a_receipt_that_was_tampered_with_is_not_found(client, vocabularies, stamp):
    receipt = post_suggestion(client, stamp)["Location"]
    assert client.get(receipt[:-2] + "x/").status_code == 404


def test_only_curators_decide(client, tool, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", password="x"))
    assert client.get(reverse("proposals")).status_code in (302, 403)
