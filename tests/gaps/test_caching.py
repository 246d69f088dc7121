"""A finished page is answered as it was made, to whom it may be, and never after something changed."""

import json
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from catalogue.models import Tool
from gaps import live_data
from gaps.models.pages import GapIndexPage, GapPage
from search.models import UnmetDemand
from tests.gaps.loaded import WithAnalyses, WithStartingRegistry

PATH = "/en/gaps/"


class TestKeptPages(WithStartingRegistry):
    @pytest.fixture(autouse=True)
    def _empty(self) -> None:
        cache.clear()

    def test_the_second_answer_is_the_first(self, client: Client) -> None:
        for coding in ("br", "gzip", ""):
            first, second = (client.get(PATH, HTTP_ACCEPT_ENCODING=coding) for _ in range(2))
            assert (second.content, dict(second.items())) == (first.content, dict(first.items()))
            assert second.get("Content-Encoding", "") == coding
        assert "frame-ancestors 'none'" in second["Content-Security-Policy"]
        assert second["Cache-Control"] == "private, no-store"

    def test_it_costs_no_query(self, client: Client, settings: Settings) -> None:
        settings.KEPT_PAGES_TRUSTED_SECONDS = 60
        client.get(PATH)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PATH).status_code == 200
        assert len(queries) == 0

    def test_neutral_titles_addresses_and_languages_are_apart(self, client: Client) -> None:
        pages = {client.get(path).content for path in (PATH, "/fr/gaps/", f"{PATH}?columns=technology")}
        client.cookies["quiet_title"] = "1"
        pages.add(client.get(PATH).content)
        assert len(pages) == 4

    def test_a_message_for_one_is_not_shown_to_all(self, client: Client, admin_client: Client) -> None:
        client.cookies["messages"] = "something"
        client.get(PATH)
        admin_client.get(PATH)
        assert not [key for key in getattr(cache, "_cache", {}) if "gaps-page" in key]

    def test_a_foreign_host_gets_nothing_that_is_kept(self, client: Client) -> None:
        client.get(PATH)
        assert client.get(PATH, HTTP_HOST="elsewhere.example").status_code == 400

    def test_a_change_of_a_record_is_seen_at_once_by_this_process(self, client: Client, settings: Settings) -> None:
        settings.KEPT_PAGES_TRUSTED_SECONDS = 60
        before = client.get(PATH).content
        live_data.note_change()
        Tool.objects.filter(slug="traffickcam").update(live=False)
        assert client.get(PATH).content != before


class TestKeptAnalyses(WithAnalyses):
    @pytest.fixture(autouse=True)
    def _empty(self) -> None:
        cache.clear()

    def test_what_is_looked_for_in_vain_is_soon_anew(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gaps.cacheable.KEPT_WITH_DEMAND_SECONDS", 1)
        block = {"type": "map", "value": {"key": "demand"}}
        front = GapIndexPage.objects.get(locale__language_code="en")
        page = front.add_child(instance=GapPage(title="Wanted", slug="wanted", body=json.dumps([block])))
        page.save_revision().publish()
        month = timezone.localdate().replace(day=1)
        paths = ("/en/gaps/maps/demand/", "/en/gaps/wanted/")
        for path in paths:
            assert "Satellite" not in client.get(path).content.decode()
        UnmetDemand.objects.create(month=month, key="technology", value="satellite-imagery", count=7)
        time.sleep(1.5)
        for path in paths:
            assert "Satellite" in client.get(path).content.decode()

    def test_a_page_made_private_or_moved_is_gone(self, client: Client) -> None:
        page = GapPage.objects.get(slug="without-internet", locale__language_code="en")
        path = f"/en/gaps/{page.slug}/"
        assert client.get(path).status_code == 200
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert client.get(path).status_code == 404
        restriction.delete()
        assert client.get(path).status_code == 200
        page.title = "Another title"
        page.save_revision().publish()
        assert "Another title" in client.get(path).content.decode()
        page.get_translations().delete()
        Page.objects.get(pk=page.pk).delete()
        assert client.get(path).status_code == 404
