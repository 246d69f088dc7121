"""Robots meet an end: filters can be combined without one, and not every robot heeds ``nofollow``."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from catalogue.pages.default_pages import ensure_pages
from gaps import live_data
from tests.catalogue.factories import make_tools
from tests.website.robot import Rules, crawl, kind_of


@pytest.fixture
def rules(client: Client) -> Rules:
    return Rules(client.get("/robots.txt").content.decode())


@pytest.mark.parametrize(
    "address",
    [
        "/en/", "/ar/tools/", "/en/tools/?region=asia", "/en/tools/?region=asia&page=3", "/en/tools/?page=2",
        "/fr/tools/unseen-app/", "/en/tools/unseen-app/history/", "/en/gaps/", "/en/gaps/?columns=technology",
        "/en/gaps/maps/ended/", "/en/gaps/snapshots/1/", "/en/gaps/method/", "/en/organisations/thorn/",
        "/en/organisations/?page=2", "/api/v1/docs", "/sitemap.xml", "/en/vocabularies/region/asia/",
    ],
)  # fmt: skip
def test_what_is_one_thing_may_be_found(rules: Rules, address: str) -> None:
    assert rules.allow(address)


@pytest.mark.parametrize(
    "address",
    [
        "/en/tools/?region=asia&status=active", "/en/tools/?region=asia&status=active&page=2", "/en/tools/?sort=name",
        "/en/tools/?region=asia&sort=name", "/en/tools/?have=smartphone", "/en/tools/?q=hotline",
        "/en/tools/?per_page=100", "/en/tools/?region=asia&per_page=100", "/en/tools/?region=asia&format=csv",
        "/en/tools/?region=asia&page=2&format=json",
        "/en/compare/?tools=a&tools=b", "/en/shortlist/?tools=a", "/en/gaps/?rows=pillar&columns=region",
        "/en/gaps/cell/?row=a&column=b", "/en/gaps/embed/?rows=pillar", "/en/gaps/snapshots/1/?rows=pillar",
        "/en/tools/unseen-app/correct/", "/admin/",
    ],
)  # fmt: skip
def test_what_can_be_combined_without_end_is_closed(rules: Rules, address: str) -> None:
    assert not rules.allow(address)


def test_a_robot_that_ignores_nofollow_comes_to_an_end(vocabularies: None, client: Client) -> None:
    """Some pages of each kind are fetched, and all that they lead to is counted."""
    ensure_pages()
    make_tools(30)
    live_data.note_change()
    seen = crawl(client, "/en/", a_kind=3)
    assert seen.is_over
    assert len(seen.found) < 3_000
    assert len({kind_of(address) for address in seen.found}) < 150
    for address in seen.found:
        if urlsplit(address).path in ("/en/tools/", "/en/gaps/"):
            choices = [name for name, _value in parse_qsl(urlsplit(address).query) if name != "page"]
            assert len(choices) <= 1, address
    assert len(seen.fetched) > 100
    assert any(address.startswith("/en/tools/?tool_type=") for address in seen.found)
    live_data.forget()
