"""The frame of every page: languages, leaving, neutral title, headers."""

import re

import pytest
from django.conf import settings

from catalogue.pages.default_pages import ensure_pages

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _pages(vocabularies):
    ensure_pages(["en"])


def test_the_language_switch_keeps_page_and_query(client):
    html = client.get("/en/organisations/?q=polaris&type=ngo").content.decode()
    for code in LANGUAGES:
        assert f'href="/{code}/organisations/?q=polaris&amp;type=ngo" lang="{code}"' in html


def test_a_very_long_query_is_not_printed_seven_times(client):
    html = client.get("/en/organisations/", {"x": "a" * 5000}).content.decode()
    assert "a" * 2000 not in html


def test_every_language_is_an_alternate_and_one_chooses_by_preference(client):
    html = client.get("/fr/about/").content.decode() + client.get("/fr/").content.decode()
    for code in LANGUAGES:
        assert f'hreflang="{code}" href="http://testserver/{code}/"' in html
    assert 'hreflang="x-default" href="http://testserver/"' in html


def test_without_a_language_the_readers_preference_decides_and_the_query_stays(client):
    response = client.get("/organisations/?q=a", headers={"accept-language": "pt-BR,pt;q=0.9"})
    assert response.status_code == 302
    assert response["Location"] == "/pt/organisations/?q=a"
    assert "Accept-Language" in response["Vary"]


def test_arabic_runs_from_right_to_left(client):
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/").content.decode()


@pytest.mark.parametrize("path", ["/en/", "/en/about/", "/en/organisations/", "/en/quiet/", "/en/nowhere/"])
def test_every_page_can_be_left_quickly_and_skipped_into(client, path):
    html = client.get(path).content.decode()
    assert f'href="{settings.LEAVE_URL}"' in html
    assert "data-leave" in html
    assert "js/leave.js" in html
    assert 'href="#main"' in html
    assert 'id="main"' in html
    assert len(re.findall("<h1", html)) == 1


@pytest.mark.parametrize("path", ["/en/", "/en/about/", "/en/organisations/", "/en/nowhere/"])
def test_pages_carry_no_inline_code_or_style(client, path):
    html = client.get(path).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or "application/ld+json" in attributes


def test_a_reader_who_sets_nothing_gets_no_cookie_and_no_copy_is_kept(client):
    for path in ("/en/", "/en/about/", "/en/organisations/?q=a", "/en/quiet/", "/en/nowhere/"):
        response = client.get(path)
        assert not response.cookies, path
        assert "no-store" in response["Cache-Control"], path


def test_the_neutral_title_is_on_every_page_once_asked_for(client):
    response = client.post("/en/quiet/", {"quiet": "on"})
    assert response.status_code == 302
    cookie = response.cookies["quiet_title"]
    assert cookie["httponly"]
    assert not cookie["max-age"]
    html = client.get("/en/about/").content.decode()
    assert "<title>Notes</title>" in html
    client.post("/en/quiet/", {"quiet": "off"})
    assert "<title>About this registry" in client.get("/en/about/").content.decode()
