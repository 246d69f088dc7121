"""By keyboard alone, without JavaScript, and away at once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

ELSEWHERE = "https://worldweather.wmo.int/"


@pytest.fixture
def page_that_can_leave(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages in a context where the neutral site is played by us, since tests have no network."""
    contexts = []

    def open_it(*paths: str, javascript: bool = True) -> Page:
        context = browser.new_context(base_url=site.url, java_script_enabled=javascript)
        contexts.append(context)
        context.route(
            ELSEWHERE + "**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
        )
        page = context.new_page()
        for path in paths:
            page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


def test_the_first_tab_skips_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_is_changed_by_keyboard_and_the_page_stays(open_page: OpenPage) -> None:
    page = open_page("/en/organisations/?q=polaris")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/organisations/?q=polaris")


def test_a_record_is_found_from_the_home_page_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("hotline")
    page.keyboard.press("Enter")
    # The first search after a start loads the index, which takes a while on a busy machine.
    page.wait_for_url("**/en/tools/?q=hotline", wait_until="commit", timeout=60_000)


def test_escape_three_times_leaves_and_takes_the_page_out_of_the_history(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/about/", "/en/tools/1955-hotline-taiwan/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url.endswith("/en/about/")


def test_escape_twice_does_not(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/about/")
    for key in ("Escape", "Escape", "a", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url.endswith("/en/about/")


def test_the_button_leaves_and_takes_the_page_out_of_the_history(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/", "/en/privacy/")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url.endswith("/en/")


def test_the_button_leaves_without_javascript_too(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/privacy/", javascript=False)
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)


def test_the_neutral_title_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/en/quiet/", javascript=False)
    page.get_by_role("button", name="Use a neutral title").click()
    page.goto("/en/tools/1955-hotline-taiwan/")
    expect(page).to_have_title("Notes")
