"""What search engines and browsers ask for."""

from xml.etree import ElementTree

import pytest

from catalogue.models import Tool
from catalogue.pages.default_pages import ensure_pages
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages(vocabularies):
    ensure_pages(["en"])


def addresses(client, section):
    tree = ElementTree.fromstring(client.get(f"/sitemap-{section}.xml").content)  # noqa: S314 (our own XML)
    return {node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}


def test_the_sitemap_lists_public_records_in_every_language(client):
    make_tool()
    hidden = make_tool("hidden", name="Hidden")
    Tool.objects.filter(pk=hidden.pk).update(live=False)
    found = addresses(client, "tools")
    assert "http://testserver/ar/tools/safe-path/" in found
    assert len(found) == 7


def test_the_sitemap_leads_to_pages_that_are_there(client):
    make_tool()
    index = client.get("/sitemap.xml").content.decode()
    for section in ("places", "tools", "organisations", "terms"):
        assert f"http://testserver/sitemap-{section}.xml" in index
    for address in sorted(addresses(client, "organisations") | {"http://testserver/en/about/"}):
        assert client.get(address).status_code == 200


def test_robots_are_told_where_the_sitemap_is(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_the_browser_can_learn_our_search(client):
    response = client.get("/opensearch.xml")
    ElementTree.fromstring(response.content)  # noqa: S314
    assert "{searchTerms}" in response.content.decode()
