"""A funder compares an idea without a mouse, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

IDEA = "A telephone line with text messages where migrant workers report recruiters who take illegal fees."
MOST_TABS = 60


@pytest.mark.parametrize("javascript", [True, False])
def test_an_idea_is_compared_and_a_tool_opened_by_keyboard(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/en/plan/", javascript=javascript)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator("#idea:focus").count():
            break
    page.keyboard.type(IDEA)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Type of tool")).to_be_visible()
    page.get_by_role("button", name="Compare this idea").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tools that overlap")).to_be_visible()
    assert "illegal" not in page.url
    first = page.locator(".results a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/tools/*/")
