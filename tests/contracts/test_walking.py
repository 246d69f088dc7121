"""Whoever follows ``next`` gets each record that is public all the time exactly once, whatever changes meanwhile."""

import pytest
from django.test import Client

from catalogue.models import Tool
from catalogue.publishing import withdraw
from search import indexing
from search.query import SORTS
from tests.catalogue.factories import make_tools


@pytest.fixture
def client(vocabularies: None, own_engine: None) -> Client:
    make_tools(24)
    indexing.rebuild()
    return Client()


def take_out(slug: str) -> None:
    withdraw(Tool.objects.get(slug=slug), "Tried out.")


def walk(client: Client, address: str, meanwhile: list[list[str]]) -> tuple[list[str], list[int]]:
    """What the pages bring. After page n the records named n-th are withdrawn, and one more is published."""
    slugs: list[str] = []
    statuses = []
    while address:
        response = client.get(address)
        statuses.append(response.status_code)
        if response.status_code != 200:
            break
        slugs += [result["slug"] for result in response.json()["results"]]
        address = (response.json()["next"] or "").partition("testserver")[2]
        if meanwhile:
            for slug in meanwhile.pop(0):
                take_out(slug)
            make_tools(1, prefix=f"aa-new-{len(slugs)}")
    return slugs, statuses


@pytest.mark.parametrize("form", ["/api/v1/tools?", "/en/tools/?format=json&"])
@pytest.mark.parametrize("sort", SORTS)
def test_nothing_that_stays_public_is_skipped_or_doubled(client: Client, sort: str, form: str) -> None:
    address = f"{form}sort={sort}&per_page=5"
    first = [result["slug"] for result in client.get(address).json()["results"]]
    everything = {tool.slug for tool in Tool.objects.public()}
    # The sixth of the report: one of what was sent; then the very last sent; then several, and some not sent yet.
    second = walk(client, address, [])[0]
    gone = [[first[2]], [second[9], second[8]], [second[0], second[21], second[13], second[14]]]
    slugs, statuses = walk(client, address, [list(names) for names in gone])
    assert set(statuses) == {200}
    assert len(slugs) == len(set(slugs))
    stayed = everything - {slug for names in gone for slug in names}
    assert stayed <= set(slugs)


def test_a_ranked_list_is_read_whole_or_refused_with_a_sentence(client: Client) -> None:
    address = "/api/v1/tools?q=workers+safe+migration&per_page=5"
    slugs, statuses = walk(client, address, [])
    assert len(slugs) == len(set(slugs)) == client.get(address).json()["total"] > 10
    slugs, statuses = walk(client, address, [[slugs[1]]])
    assert statuses == [200, 409]
    response = client.get(client.get(address).json()["next"].partition("testserver")[2])
    assert response.status_code == 200
    address = client.get(address).json()["next"].partition("testserver")[2]
    take_out(slugs[0])
    refused = client.get(address)
    assert refused.status_code == 409
    assert refused.json()["error"] == "list-changed"
    assert "/api/v1/tools.jsonl" in refused.json()["message"]
    site = address.replace("/api/v1/tools?", "/en/tools/?format=json&")
    assert client.get(site).status_code == 409
    assert client.get(site.replace("format=json&", "")).status_code == 200  # a person sees the page of that number


@pytest.mark.parametrize("after", ["x", "0123456789ab.5", "0123456789ab.5.a b", "0123456789ab.9999999.a", "'--"])
def test_a_mark_that_nobody_made_is_refused(client: Client, after: str) -> None:
    response = client.get("/api/v1/tools", {"after": after})
    assert response.status_code == 400
    assert response.json()["problems"][0]["parameter"] == "after"
    assert client.get("/en/tools/", {"after": after}).status_code == 200


def test_a_list_of_which_nothing_is_left_is_said_to_have_changed(client: Client) -> None:
    response = client.get("/api/v1/tools", {"sort": "name", "after": "0123456789ab.5.not-there"})
    assert response.status_code == 409
