"""The API: what it answers, and how it refuses."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.models import FormerSlug, Tool
from search.facets import FACET_KEYS

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(memory_engine):
    client = Client()
    return lambda address, **headers: client.get(f"/api/v1/{address}", headers=headers)


def test_a_search_has_the_promised_form(get):
    answer = get("tools?q=hotline&status=active").json()
    assert {"query", "total", "results", "facets", "suggestions", "engine", "took_ms"} <= set(answer)
    assert answer["query"]["q"] == "hotline"
    assert answer["query"]["status"] == ["active"]
    assert "Status: Active" in answer["query"]["summary"]
    assert {"slug", "name", "summary", "score", "matched"} <= set(answer["results"][0])
    assert {"key", "label", "values"} <= set(answer["facets"][0])
    assert {"value", "label", "count", "selected", "url"} <= set(answer["facets"][0]["values"][0])
    active = next(v for f in answer["facets"] if f["key"] == "status" for v in f["values"] if v["value"] == "active")
    assert active["selected"]
    assert active["count"] == answer["total"]


def test_following_next_reads_the_whole_list_once(get):
    address, slugs = "tools?region=asia&sort=name&per_page=50&lang=fr", []
    while address:
        answer = get(address).json()
        slugs += [result["slug"] for result in answer["results"]]
        address = answer["next"].partition("/api/v1/")[2] if answer["next"] else None
    assert len(slugs) == len(set(slugs)) == answer["total"] > 100
    assert answer["query"]["language"] == "fr"


@pytest.mark.parametrize(
    ("address", "parameter", "word"),
    [
        ("tools?region=nowhere", "region", "nowhere"),
        ("tools?colour=blue", "colour", "colour"),
        ("tools?page=0", "page", "from 1 to"),
        ("tools?per_page=1000", "per_page", "from 1 to 100"),
        ("tools?sort=best", "sort", "relevance"),
        ("facets?status=alive", "status", "alive"),
        ("tools?q=" + "x" * 5000, "q", "too long"),
        ("organisations?page=x", "page", "integer"),
    ],
)
def test_refusals_name_the_parameter_and_say_why(get, address, parameter, word):
    answer = get(address)
    assert answer.status_code == 400
    content = answer.json()
    assert content["error"] == "bad-request"
    assert word in content["message"]
    assert parameter in [problem["parameter"] for problem in content["problems"]]


@pytest.mark.parametrize(
    "address",
    [
        "tools?region=%3Cscript%3E",
        "tools?%3Cscript%3E=1",
        "gaps?rows=%3Cscript%3E",
        "tools?lang=%3Cscript%3E",
        "%3Cb%3E",
    ],
)
def test_a_refusal_is_json_whatever_was_asked(get, address):
    answer = get(address)
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"].startswith("application/json")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.json()


def test_records_are_whole(get):
    answer = get("tools/primero").json()
    record = Tool.objects.get(slug="primero")
    assert answer["name"] == record.name
    assert answer["tool_types"]
    assert answer["sources"]
    assert "restricted_detail" not in answer
    assert "curator_notes" not in answer


def test_missing_moved_and_withdrawn_records_say_so(get):
    missing = get("tools/primeroo")
    assert missing.status_code == 404
    assert "primero" in missing.json()["suggestions"]
    FormerSlug.objects.create(slug="primero-old", tool=Tool.objects.get(slug="primero"))
    moved = get("tools/primero-old?lang=fr")
    assert (moved.status_code, moved["Location"]) == (301, "/api/v1/tools/primero?lang=fr")
    Tool.objects.filter(slug="cpims").update(withdrawn_at=timezone.now(), withdrawn_because="At its owner's wish.")
    gone = get("tools/cpims")
    assert (gone.status_code, gone.json()["message"]) == (410, "At its owner's wish.")


def test_facets_carry_what_they_mean(get):
    answer = get("facets").json()
    assert [facet["key"] for facet in answer["facets"]] == list(FACET_KEYS)
    assert all(facet["explanation"] for facet in answer["facets"])
    assert answer["total"] == 385


def test_words_come_in_the_language_that_is_asked_for(get):
    def label(answer) -> str:
        facets = answer.json()["facets"]
        values = next(facet["values"] for facet in facets if facet["key"] == "region")
        return next(value["label"] for value in values if value["value"] == "africa")

    assert label(get("facets?lang=fr")) == "Afrique"
    assert label(get("facets", **{"accept-language": "es"})) == "África"
    assert label(get("facets?lang=ru", **{"accept-language": "es"})) == "Африка"
    assert get("facets?lang=tlh").status_code == 400


def test_an_answer_suggests_the_text_mended_and_terms_as_filters(registry):
    """By the real engine, which knows the words of the index."""
    get = Client().get
    found = get("/api/v1/tools?q=victm case manegement").json()["suggestions"]
    by_kind = {each["kind"]: each for each in found}
    assert by_kind["query"]["value"] == "victim case management"
    assert "q=victim" in by_kind["query"]["url"]
    answer = get("/api/v1/tools?q=victim case management").json()["suggestions"]
    terms = {(each["key"], each["value"]): each for each in answer}
    offer = terms["tool_type", "victim-case-management-support"]
    assert offer["text"] == "Victim case management and support"
    assert get(f"/api/v1/{offer['url'].partition('/api/v1/')[2]}").json()["total"] > 0


def test_suggestions_lead_to_pages(get):
    found = get("suggest?q=prim").json()["suggestions"]
    assert found[0]["kind"] == "tool"
    assert found[0]["url"].startswith("/en/tools/")
    assert get("suggest?q=").json() == {"suggestions": []}
    assert get("suggest").json() == {"suggestions": []}


def test_an_answer_that_the_caller_has_is_not_sent_again(get):
    for address in ("tools?q=hotline", "tools/primero", "facets", "vocabularies/status", "gaps"):
        first = get(address)
        again = get(address, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
    assert "Last-Modified" in get("tools/primero")


def test_how_long_the_search_took_is_no_other_answer(get, memory_engine, monkeypatch):
    took, search = iter((1.5, 20.25)), memory_engine.search
    monkeypatch.setattr(memory_engine, "search", lambda request: replace(search(request), took_ms=next(took)))
    first = get("tools?q=hotline")
    assert first.json()["took_ms"] == 1.5
    assert get("tools?q=hotline", **{"if-none-match": first["ETag"]}).status_code == 304


def test_other_sites_may_read_and_nothing_is_kept_of_the_caller(get):
    answer = get("tools?q=hotline")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies


def test_downloads_hold_every_public_record(get):
    lines = b"".join(get("tools.jsonl").streaming_content).decode().splitlines()
    assert len(lines) == 385
    assert {json.loads(line)["slug"] for line in lines} == set(Tool.objects.public().values_list("slug", flat=True))
    table = b"".join(get("tools.csv").streaming_content).decode()
    assert table.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert len(rows) == 385
    assert rows[0]["tool_types"]


def test_organisations_are_those_with_a_public_tool(get):
    answer = get("organisations?q=polaris").json()
    assert "polaris" in [found["slug"] for found in answer["organisations"]]
    only = get("organisations/polaris").json()
    Tool.objects.filter(slug__in=only["tools"]).update(live=False)
    assert get("organisations/polaris").status_code == 404


def test_addresses_of_a_language_and_with_a_slash_lead_on(get):
    answer = Client().get("/fr/api/v1/tools?region=africa")
    assert answer["Location"] == "/api/v1/tools?region=africa&lang=fr"
    assert get("tools/?q=a")["Location"] == "/api/v1/tools?q=a"
    assert get("nothing").status_code == 404


def test_the_description_for_people_lists_every_operation_and_asks_no_third_party(get):
    html = get("docs").content.decode()
    for address in Client().get("/api/v1/openapi.json").json()["paths"]:
        assert address in html
    assert "<script>" not in html
    assert "//cdn" not in html


def test_the_number_of_queries_does_not_grow_with_the_list(get, django_assert_max_num_queries):
    get("tools")
    for address in ("tools?per_page=5", "tools?per_page=100", "organisations", "tools/primero"):
        with django_assert_max_num_queries(25):
            get(address)


def post(content, **more):
    return Client().post("/api/v1/overlap", content, content_type="application/json", **more)


def test_an_idea_is_compared_with_what_exists(registry):
    idea = "A hotline app with which migrant domestic workers in Lebanon report abuse and get legal help"
    answer = post({"idea": idea, "language": "fr", "status": ["active", "pilot"]})
    assert answer.status_code == 200
    content = answer.json()
    assert set(content) == {"overlaps", "reading", "gap_cells", "perhaps_also", "passage"}
    found = content["overlaps"][0]
    assert {"slug", "name", "degree", "score", "shared", "status", "open_source", "url"} <= set(found)
    assert {entry["status"] for entry in content["overlaps"]} <= {"active", "pilot"}
    assert content["reading"]["country"][0]["label"] == "Liban"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"idea": "x", "region": ["nowhere"]}, "nowhere"),
        ({"idea": "x", "colour": "blue"}, "colour"),
        ({"idea": "  "}, "Describe the idea"),
        ({"idea": "word " * 5000}, "too long"),
        ({"idea": "x", "language": "tlh"}, "lang"),
        ({}, "idea"),
        ("no json {", "parse"),
        ({"idea": 7}, "idea"),
    ],
)
def test_an_idea_that_cannot_be_read_is_refused_in_words(registry, content, word):
    answer = post(content)
    assert answer.status_code == 400
    assert word.lower() in answer.json()["message"].lower()


def test_an_idea_is_not_logged(registry, caplog):
    caplog.set_level("DEBUG")
    post({"idea": "kestrelquartz for workers"})
    assert "kestrelquartz" not in caplog.text


def test_headers_alone_can_be_asked_for_and_other_methods_are_refused_in_json(memory_engine):
    client = Client()
    head = client.head("/api/v1/tools?q=hotline")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/api/v1/tools?q=hotline")["ETag"]
    refused = client.delete("/api/v1/tools")
    assert (refused.status_code, refused.json()["error"]) == (405, "method")
    assert "GET" in refused["Allow"]
