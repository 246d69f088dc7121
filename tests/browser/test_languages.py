"""A reader changes the language and stays where they were; search engines find each page in all of them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site

CODES = [code for code, _name in settings.LANGUAGES]


def test_a_change_of_language_keeps_page_and_filters(open_page: OpenPage) -> None:
    page = open_page("/en/tools/?q=hotline&region=asia&status=active&sort=name", javascript=False)
    found = page.locator("article.result").count()
    for code in ("ar", "ru"):
        page.locator(".menu > summary").click()
        page.locator(f".menu a[hreflang={code}]").click()
        address = urlsplit(page.url)
        assert address.path == f"/{code}/tools/"
        assert parse_qs(address.query) == {
            "q": ["hotline"], "region": ["asia"], "status": ["active"], "sort": ["name"],
        }  # fmt: skip
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert page.locator(".chip--on").count() >= 2
        assert page.locator("article.result").count() == found


@pytest.mark.parametrize("path", ["/tools/primero/", "/gaps/", "/organisations/polaris/"])
def test_every_language_of_a_page_is_named_and_there(open_page: OpenPage, site: Site, path: str) -> None:
    page = open_page(f"/en{path}")
    links = page.locator("link[rel=alternate][hreflang]")
    named = {link.get_attribute("hreflang"): link.get_attribute("href") for link in links.all()}
    assert named == {**{code: f"{site.url}/{code}{path}" for code in CODES}, "x-default": f"{site.url}{path}"}
    for code, address in named.items():
        answer = page.context.request.get(str(address), headers={"Accept-Language": "pt"})
        assert answer.ok
        assert answer.headers["content-language"] == ("pt" if code == "x-default" else code)


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_arabic_is_mirrored(open_page: OpenPage, viewport: dict[str, int] | None) -> None:
    page = open_page("/en/tools/?q=hotline", viewport=viewport)
    places = {}
    for code in ("en", "ar"):
        page.goto(f"/{code}/tools/?q=hotline")
        parts = (".brand", ".leave", ".result__name a")
        places[code] = [page.locator(part).first.bounding_box() or {} for part in parts]
    width = page.evaluate("document.documentElement.clientWidth")
    brand, leave, name = places["en"]
    assert brand["x"] < leave["x"]
    assert name["x"] < width / 2
    brand, leave, name = places["ar"]
    assert brand["x"] + brand["width"] > leave["x"] + leave["width"]
    assert name["x"] + name["width"] > width / 2
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_numbers_and_dates_are_the_languages_own(open_page: OpenPage) -> None:
    page = open_page("/fr/gaps/")
    expect(page.locator(".finding").first).to_contain_text(",")
    expect(page.locator(".matrix caption")).to_contain_text("20")
