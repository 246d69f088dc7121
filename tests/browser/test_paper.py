"""On paper a page is its content: nothing to press, nothing hidden that was folded, and a list is a list."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

FRAME = (".topbar", ".sitenav", ".foot", ".skip-link", ".take-along", ".picking", "main button")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/en/tools/primero/", "main h1"),
        ("/en/shortlist/?tool=primero&tool=cpims", ".result__name"),
        ("/en/tools/?q=hotline", ".result__name"),
        ("/en/compare/?tool=primero&tool=cpims", ".comparison"),
        ("/en/gaps/", ".matrix"),
    ],
)
def test_what_is_printed_is_the_content_alone(open_page: OpenPage, path: str, kept: str) -> None:
    page = open_page(path)
    page.emulate_media(media="print")
    expect(page.locator(kept).first).to_be_visible()
    assert [part for part in FRAME if page.locator(part).locator("visible=true").count()] == []


def test_a_record_and_a_shortlist_are_neat_documents(open_page: OpenPage) -> None:
    page = open_page("/en/tools/primero/")
    assert 1 <= _sheets(page) <= 6
    page.goto("/en/shortlist/?tool=primero&tool=cpims")
    assert _sheets(page) == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("/en/shortlist/?n=2&tool=primero&tool=cpims")).to_be_visible()


def _sheets(page: Page) -> int:
    """How many sheets of A4 the page takes, in the document that the browser makes of it."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
