"""The site on a real Elasticsearch that dies, freezes and comes back: no page is lost, no change is missed."""

import uuid

import pytest

from catalogue.models import Tool
from search import indexing
from search.configured import forget_engine, get_engine
from search.engines.base import SearchRequest
from tests.search.test_elasticsearch_engine import an_engine
from tests.search.wire import Wire

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

JSON = "/en/tools/?q=hotline&format=json"
PAGES = ("/en/tools/?q=hotline", "/fr/tools/?region=africa", JSON, "/api/v1/suggest?q=sho")
NOTICE = "a simpler one answered"


@pytest.fixture
def patience() -> int:
    """Seconds until an answer is given up, which none needs on a machine that is only busy."""
    return 300


@pytest.fixture
def wire(registry, elasticsearch_url, settings, tmp_path, monkeypatch, patience):
    """The site with all its records on the server, by way of a wire; the pause after a failure is a moment."""
    wire = Wire(elasticsearch_url)
    own = uuid.uuid4().hex[:12]
    settings.VAR_DIR = tmp_path
    settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{wire.port}/registry-tests-{own}?timeout={patience}"
    monkeypatch.setattr("search.engines.fallback._PAUSE_SECONDS", 0.0)
    forget_engine()
    indexing.rebuild()
    yield wire
    forget_engine()
    wire.close()
    straight = elasticsearch_url.rpartition("/")[0]
    with an_engine(tmp_path, f"{straight}/registry-tests", own):
        pass  # which drops its indices when it is done


def answers(client):
    """Status of each page, and the number of tools found."""
    found = {path: client.get(path) for path in PAGES}
    return {path: answer.status_code for path, answer in found.items()}, found[JSON].json()["total"]


def test_a_killed_server_loses_no_page_and_returns_by_itself(client, wire):
    statuses, total = answers(client)
    assert set(statuses.values()) == {200}
    assert not get_engine().search(SearchRequest("hotline")).is_fallback
    wire.cut()
    get_engine()._first.forget_answers()  # those of the last second need no server
    for _again in range(2):
        assert answers(client) == (statuses, total)
    outcome = get_engine().search(SearchRequest("hotline"))
    assert outcome.is_fallback
    assert outcome.engine == "embedded"
    assert NOTICE in client.get("/en/tools/?q=hotline").content.decode()
    health = client.get("/health/")
    assert health.status_code == 200
    assert health.json()["checks"]["search"]["status"] == "degraded"
    assert "can't be reached" in health.json()["checks"]["search"]["note"]
    wire.mend()
    assert not get_engine().search(SearchRequest("hotline")).is_fallback
    assert NOTICE not in client.get("/en/tools/?q=hotline").content.decode()
    assert answers(client) == (statuses, total)
    assert client.get("/health/").json()["checks"]["search"] == {"status": "ok", "note": ""}


@pytest.mark.parametrize("count", [1, 5_000])
def test_a_server_that_dies_in_the_middle_of_an_answer_loses_no_page(client, wire, count):
    expected = answers(client)
    get_engine()._first.forget_answers()
    wire.cut_after(count)
    assert answers(client) == expected


@pytest.mark.parametrize("patience", [1])
def test_a_frozen_server_is_left_alone(client, wire):
    expected = answers(client)
    get_engine()._first.forget_answers()
    wire.silence()
    get_engine()._first.forget_answers()
    assert answers(client) == expected


def test_what_changed_meanwhile_reaches_the_server(client, wire, django_capture_on_commit_callbacks):
    wire.cut()
    tool = Tool.objects.public().first()
    tool.name = "Quillfeather ledger"
    with django_capture_on_commit_callbacks(execute=True):
        tool.save_revision().publish()
    assert get_engine().search(SearchRequest("quillfeather")).hits[0].slug == tool.slug
    wire.mend()
    outcome = get_engine().search(SearchRequest("quillfeather"))
    assert not outcome.is_fallback
    assert outcome.hits[0].slug == tool.slug
    assert not indexing.difference()
