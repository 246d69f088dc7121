"""The report of an idea is there again after a look at a tool; the idea is in no address and goes on leaving."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_leaving import ELSEWHERE, page_that_can_leave  # noqa: F401 (a fixture)

IDEA = "A hotline that lets domestic workers report forced labour by text message, also without a data connection"


def ask(page: Page, idea: str = IDEA) -> None:
    page.locator("#idea").fill(idea)
    page.get_by_role("button", name="Compare this idea").click()


def test_back_from_a_tool_leads_to_the_report_again(open_page: OpenPage) -> None:
    page = open_page("/en/plan/")
    ask(page)
    expect(page.locator("#report")).to_be_focused()
    overlap = page.locator(".results h3 a").nth(3)
    name = overlap.inner_text()
    for _look in range(2):
        overlap.click()
        page.wait_for_url("**/tools/**")
        page.go_back()
        expect(page.locator("blockquote")).to_have_text(IDEA)
        expect(overlap).to_have_text(name)
        expect(overlap).to_be_in_viewport()
        assert page.url.endswith("/en/plan/")
    assert page.locator("#idea").input_value() == IDEA


def test_a_refused_idea_is_told_and_a_new_visit_begins_empty(open_page: OpenPage) -> None:
    page = open_page("/en/plan/")
    ask(page, "Too short")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.locator("#idea").input_value() == "Too short"
    page.goto("/en/about/")
    page.goto("/en/plan/")
    assert page.locator("#idea").input_value() == ""


def test_leaving_quickly_takes_the_idea_along(page_that_can_leave) -> None:  # noqa: F811
    page = page_that_can_leave("/en/about/", "/en/plan/")
    ask(page)
    page.locator("#report").wait_for()
    assert page.evaluate("sessionStorage.length") == 1
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)
    page.goto("/en/plan/")
    assert page.evaluate("sessionStorage.length") == 0
    assert page.locator("#idea").input_value() == ""


def test_without_a_script_the_report_comes_as_before(open_page: OpenPage) -> None:
    page = open_page("/en/plan/", javascript=False)
    ask(page)
    expect(page.locator("blockquote")).to_have_text(IDEA)


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 740}])
def test_the_report_as_a_file_is_still_a_download(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/en/plan/", viewport=viewport)
    ask(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="The report as a PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
