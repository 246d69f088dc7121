"""However often a form's button is pressed, it is sent once, and whoever pressed is led to the receipt."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from catalogue.models import Organisation, Proposal, SentForm, Tool
from catalogue.proposals import quota, spam
from catalogue.proposals.idempotency import send_once
from tests.catalogue.test_proposals import SUGGESTION, a_stamp
from tests.catalogue.test_proposals import tool as tool

SUGGEST = reverse("catalogue:suggest")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """No earlier sendings."""
    cache.clear()


@pytest.mark.django_db
class TestSendingOnce:
    def test_a_second_press_leads_to_the_first_receipt_and_counts_once(self, client, vocabularies, monkeypatch):
        monkeypatch.setattr(quota, "MOST_PER_HOUR", 1)
        data = SUGGESTION | {"stamp": a_stamp()}
        places = {client.post(SUGGEST, data)["Location"] for _ in range(3)}
        assert len(places) == 1
        assert (Tool.objects.count(), Proposal.objects.count()) == (1, 1)

    def test_it_does_so_after_the_first_was_published(self, client, vocabularies, django_capture_on_commit_callbacks):
        data = SUGGESTION | {"stamp": a_stamp()}
        first = client.post(SUGGEST, data)["Location"]
        with django_capture_on_commit_callbacks(execute=True):
            Tool.objects.get().latest_revision.publish()
        assert client.post(SUGGEST, data)["Location"] == first

    def test_corrections_alike(self, client, tool):
        data = {"about": "status", "correct": "It ended.", "stamp": a_stamp()}
        url = reverse("catalogue:correct", args=["safe-path"])
        assert len({client.post(url, data)["Location"] for _ in range(2)}) == 1
        assert Proposal.objects.count() == 1

    def test_other_words_in_a_form_that_was_sent_are_not_lost(self, client, vocabularies):
        data = SUGGESTION | {"stamp": a_stamp()}
        first = client.post(SUGGEST, data)["Location"]
        answer = client.post(SUGGEST, data | {"name": "Day Bus Helper", "url": "https://day-bus.example"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Day Bus Helper"' in page
        assert f'href="{first}"' in page
        assert Proposal.objects.count() == 1

    def test_a_form_that_was_refused_may_be_sent_again(self, client, vocabularies, monkeypatch):
        data = SUGGESTION | {"stamp": a_stamp()}
        monkeypatch.setattr(quota, "MOST_PER_HOUR", 0)
        assert client.post(SUGGEST, data).status_code == 429
        assert not SentForm.objects.exists()
        monkeypatch.setattr(quota, "MOST_PER_HOUR", 10)
        assert client.post(SUGGEST, data).status_code == 302

    def test_two_forms_shown_in_one_second_are_two(self):
        assert spam.new_stamp() != spam.new_stamp()

    def test_names_are_of_one_line(self, client, vocabularies):
        data = SUGGESTION | {"name": "Zq line\r\nBcc: a@example.org", "organisation": "Two\nLines", "stamp": a_stamp()}
        answer = client.post(SUGGEST, data)
        assert answer.status_code == 422  # it holds an e-mail address now
        client.post(SUGGEST, data | {"name": "Zq line\r\nBcc: many"})
        assert Tool.objects.get().name == "Zq line Bcc: many"
        assert Organisation.objects.get().name == "Two Lines"

    def test_personal_data_is_asked_about_once(self, client, vocabularies):
        summary = "Ask Mrs Anna Muster, +49 30 901820, for a place in a shelter of this city at any time."
        data = SUGGESTION | {"summary": summary, "stamp": a_stamp()}
        answer = client.post(SUGGEST, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "+49 30 901820" in page
        assert "Is this meant to be public?" in page
        assert not Proposal.objects.exists()
        key = answer.context["form"].personal_data_key
        assert f'value="{key}"' in page
        other = client.post(SUGGEST, data | {"summary": summary + " Or a@example.org.", "meant_public": key})
        assert other.status_code == 422
        assert client.post(SUGGEST, data | {"meant_public": key}).status_code == 302
        assert Proposal.objects.get().is_meant_public

    def test_what_should_not_be_public_is_told_without_a_question(self, client, tool):
        data = {"about": "restricted", "correct": "It names Mrs Anna Muster, +49 30 901820.", "stamp": a_stamp()}
        assert client.post(reverse("catalogue:correct", args=["safe-path"]), data).status_code == 302


def test_of_two_sendings_at_one_moment_the_database_lets_one_through(own_database):
    stamp, gate, led_to, received = a_stamp(), threading.Barrier(2, timeout=300), [], []

    def send() -> str:
        received.append(1)
        return f"/receipt/{len(received)}/"

    def press() -> None:
        try:
            gate.wait()
            led_to.append(send_once(stamp, {"name": "x"}, send))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert led_to == ["/receipt/1/"] * 2
    assert received == [1]
