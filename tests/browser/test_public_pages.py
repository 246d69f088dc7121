"""Every kind of public page, in light, dark and Arabic, on a desk and on a phone: no barrier that axe can find."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage

PATHS = {
    "home": "/",
    "record": "/tools/1955-hotline-taiwan/",
    "record in doubt": "/tools/polaris-scope/",
    "record with withheld detail": "/tools/artemis/",
    "record without sources": "/tools/pobot/",
    "dead record": "/tools/1955-hotlin/",
    "organisations": "/organisations/",
    "organisations, nothing found": "/organisations/?q=zzzz",
    "organisation": "/organisations/polaris/",
    "about": "/about/",
    "method": "/method/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "neutral title": "/quiet/",
    "results": "/tools/?q=hotline&region=asia&status=active",
    "results, nothing found": "/tools/?q=zzzzqqq&country=is",
    "find": "/find/",
    "compare": "/compare/?tool=1955-hotline-taiwan&tool=artemis&tool=polaris-scope",
    "compare, nothing chosen": "/compare/",
    "shortlist": "/shortlist/?tool=1955-hotline-taiwan&tool=artemis",
    "gaps": "/gaps/",
    "gap method": "/gaps/method/",
    "plan": "/plan/",
    "suggest": "/suggest/",
    "correct": "/tools/1955-hotline-taiwan/correct/",
    "history": "/tools/1955-hotline-taiwan/history/",
    "vocabularies": "/vocabularies/",
    "vocabulary": "/vocabularies/tool_type/",
    "term": "/vocabularies/tool_type/reporting-hotlines/",
    "guides": "/guides/",
    "no such page": "/nowhere/",
}
MODES = {
    "light": ("en", {}),
    "dark": ("en", {"scheme": "dark"}),
    "Arabic, on a phone": ("ar", {"viewport": PHONE}),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PATHS)
def test_no_barrier_that_axe_can_find(open_page: OpenPage, assert_accessible, name: str, mode: str) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}{PATHS[name]}", **options)
    assert_accessible(page)
    assert _overflow(page) <= 0


# 1280 pixels enlarged to 400 percent.
@pytest.mark.parametrize("name", ["home", "record", "organisations", "privacy"])
def test_at_400_percent_nothing_has_to_be_scrolled_sideways(open_page: OpenPage, name: str) -> None:
    assert _overflow(open_page(f"/en{PATHS[name]}", viewport={"width": 320, "height": 256})) <= 0


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}, {"forced_colors": "active"}])
def test_everything_to_press_is_large_enough(open_page: OpenPage, options: dict) -> None:
    page = open_page("/en/tools/1955-hotline-taiwan/", **options)
    small = page.evaluate("""() => [...document.querySelectorAll("a[href], button, summary, input")]
        .filter(e => e.offsetParent && !e.closest("p") && !e.closest("dd .facts, .sources, .skip-link"))
        .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([text, box]) => box.height < 23.5 && box.height > 1).map(([text, box]) => text + " " + box.height)""")
    assert small == []


def test_the_style_page_is_for_staff_and_without_barriers(curator_page: Page, assert_accessible) -> None:
    curator_page.goto("/en/styleguide/")
    expect(curator_page.get_by_role("heading", level=1)).to_have_text("Style page")
    assert_accessible(curator_page)


def test_a_visitor_is_asked_to_sign_in_for_the_style_page(open_page: OpenPage) -> None:
    assert "/admin/login/" in open_page("/en/styleguide/").url


def _overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
