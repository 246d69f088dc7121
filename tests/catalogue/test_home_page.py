"""The home page counts what is public, leads into lists, and lets other rooms add to it."""

import re

import pytest
from django.utils import timezone

from catalogue import home_page
from catalogue.models import HomePage, Tool
from catalogue.pages.default_pages import ensure_pages
from tests.catalogue.factories import make_tool, make_tools

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages(vocabularies):
    ensure_pages(["en"])


def html(client, path="/en/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_figures_count_public_records_and_those_in_use_only(client):
    make_tools(10)  # by fives: two active, a pilot, a discontinued, one unknown
    make_tool("doubtful", name="Doubtful", confidence="low")
    Tool.objects.filter(slug="tool-0").update(live=False)
    Tool.objects.filter(slug="tool-1").update(withdrawn_at=timezone.now())
    figures = home_page.HomeContent()
    assert figures.records == 9
    assert figures.in_use == 4
    assert {share.term.slug: share.count for share in figures.statuses} == {
        "active": 3, "pilot": 2, "discontinued": 2, "unknown": 2,
    }  # fmt: skip


def test_the_bar_is_whole(vocabularies):
    make_tools(7)
    shares = home_page.HomeContent().statuses
    assert float(shares[-1].start) + float(shares[-1].width) == pytest.approx(100, abs=0.05)


def test_what_is_missing_are_the_types_with_the_fewest_in_use(vocabularies):
    make_tools(10)
    fewest = home_page.HomeContent().fewest_types
    assert [way.count for way in fewest] == [0] * 5
    assert all("status=active" in way.url and "status=pilot" in way.url for way in fewest)


def test_every_way_in_leads_to_the_list_in_the_readers_language(client):
    make_tool()
    page = html(client, "/fr/")
    ways = re.findall(r'href="([^"]+\?(?:tool_type|region|infrastructure|access|status)=[^"]*)"', page)
    assert len(ways) > 25
    assert all(way.startswith("/fr/tools/?") for way in ways)


def test_an_empty_registry_has_a_home_page_too(client):
    assert "0" in html(client)


def test_another_room_can_add_a_panel(client, monkeypatch):
    monkeypatch.setattr(
        home_page, "panels", [lambda request: None, lambda request: home_page.HomePanel("errors/404.html", {})]
    )
    assert [panel.template for panel in home_page.panels_for(None)] == ["errors/404.html"]


def test_an_editors_heading_replaces_ours(client):
    page = HomePage.objects.get()
    page.heading = "Kept by the alliance"
    page.save_revision().publish()
    assert "Kept by the alliance" in html(client)
    assert "Kept by the alliance" not in html(client, "/fr/")
