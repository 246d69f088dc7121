"""What no reader needs is refused with a sentence, before it costs anything."""

import json
import re
import threading

import pytest
from django.test import Client

from search.parsing import MOST_PROBLEMS, MOST_VALUES
from website.limits import MOST_SENT_TO_API, Budget, Slots

pytestmark = pytest.mark.django_db


def overlap(client, **given):
    return client.post("/api/v1/overlap", json.dumps(given), content_type="application/json")


def test_the_same_value_many_times_is_one_value_and_one_sentence(client, vocabularies):
    answer = overlap(client, idea="a hotline app for workers", country=["zq"] * 5000)
    assert answer.status_code == 400
    assert len(answer.json()["problems"]) == 1
    assert len(answer.content) < 1000


def test_many_unknown_values_are_told_of_in_a_few_sentences(client, vocabularies):
    answer = overlap(client, idea="a hotline app for workers", country=[f"zq{number}" for number in range(3000)])
    assert answer.status_code == 400
    assert len(answer.json()["problems"]) == MOST_PROBLEMS
    page = client.get("/en/tools/?" + "&".join(f"country=zq{number}" for number in range(3000)))
    assert page.status_code == 200
    assert page.content.decode().count("is not a value of") <= MOST_PROBLEMS


def test_values_beyond_what_a_page_offers_are_left_aside_with_a_sentence(client, vocabularies):
    from taxonomy.current import vocabulary_index

    slugs = [term.slug for term in vocabulary_index().terms("country")]
    assert len(slugs) > MOST_VALUES
    page = client.get("/en/tools/?" + "&".join(f"country={slug}" for slug in slugs))
    assert page.status_code == 200
    assert f"Only the first {MOST_VALUES} values of “Country” are followed." in page.content.decode()


def test_repeated_values_in_capitals_and_with_spaces_are_one(client, vocabularies):
    page = client.get("/en/tools/?" + "&".join(["country=np", "country=NP", "country=%20np%20"] * 50))
    assert "Only the first" not in page.content.decode()


def test_too_long_an_idea_is_refused_by_its_length(client, vocabularies):
    answer = overlap(client, idea="x " * 25_000)
    assert answer.status_code == 400
    assert "too long" in answer.json()["message"]


@pytest.mark.parametrize("path", ["/api/v1/overlap", "/fr/api/v1/overlap"])
def test_a_body_that_is_too_large_is_refused_in_json(client, vocabularies, path):
    answer = client.post(path, b"[" + b"0," * MOST_SENT_TO_API, content_type="application/json")
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["error"] == "too-large"
    assert "64 K" in answer.json()["message"]  # KB, or Ko in French


@pytest.mark.parametrize("path", ["/en/plan/", "/en/suggest/", "/ar/plan/"])
def test_a_form_that_is_too_large_is_refused_with_a_page(client, vocabularies, path):
    answer = client.post(path, {"idea": "x" * 300_000})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "160" in page
    assert "Content-Security-Policy" in answer.headers
    assert re.search(r"<h1>.+</h1>", page)


def test_the_longest_idea_that_is_allowed_fits_in_any_writing(client, vocabularies):
    answer = client.post("/en/plan/", {"idea": "ក" * 5000})
    assert answer.status_code == 200


def test_an_address_that_is_too_long_is_refused_with_a_page_and_in_json(client, vocabularies):
    long = "q=" + "x" * 70_000
    page = client.get(f"/en/tools/?{long}")
    assert page.status_code == 414
    assert "too long to be read" in page.content.decode()
    assert "xxxxx" not in page.content.decode()
    answer = client.get(f"/api/v1/tools?{long}")
    assert answer.status_code == 414
    assert answer.json()["error"] == "too-long"


def test_whoever_takes_much_is_asked_to_wait_and_nobody_else(settings, vocabularies):
    settings.COSTLY_SECONDS_AT_ONCE = 0.001
    settings.COSTLY_SECONDS_A_SECOND = 0.0
    client = Client()
    taken = {"REMOTE_ADDR": "203.0.113.7"}
    idea = {"idea": "A hotline app for seafarers that explains contracts."}
    assert client.post("/en/plan/", idea, **taken).status_code == 200
    refused = client.post("/en/plan/", idea, **taken)
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert "Please wait a minute" in refused.content.decode()
    assert client.get("/en/plan/", **taken).status_code == 200, "pages stay open"
    assert client.post("/en/plan/", idea, REMOTE_ADDR="203.0.113.8").status_code == 200


def test_a_budget_is_paid_off_in_time_and_forgotten():
    budget = Budget(most=10.0, a_second=1.0)
    budget.spend("a", 12.0, now=0.0)
    assert budget.is_spent("a", now=1.0)
    assert not budget.is_spent("b", now=1.0)
    assert not budget.is_spent("a", now=3.0)
    budget.spend("b", 1.0, now=100.0)
    assert list(budget._spent) == ["b"]


def test_one_may_wait_for_a_place_and_the_next_is_refused():
    slots = Slots(1, patience=30.0)
    assert slots.enter()
    entered = []
    waiting = threading.Thread(target=lambda: entered.append(slots.enter()))
    waiting.start()
    while slots._bench._value:
        pass
    assert not slots.enter()
    slots.leave()
    waiting.join(30)
    assert entered == [True]
