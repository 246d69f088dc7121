"""By keyboard alone, and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


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
    page.wait_for_url("**/en/tools/?q=hotline", wait_until="commit")


def test_the_neutral_title_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/en/quiet/", javascript=False)
    page.get_by_role("button", name="Use a neutral title").click()
    page.goto("/en/tools/1955-hotline-taiwan/")
    expect(page).to_have_title("Notes")
