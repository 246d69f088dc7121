"""The neutral page title, and leaving, on every kind of page: nothing that stays behind names what was read."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_leaving import ELSEWHERE, page_that_can_leave  # noqa: F401 (a fixture)

PLACES = (
    "/", "/tools/?q=hotline", "/tools/primero/", "/tools/primero/history/", "/tools/primero/correct/", "/find/",
    "/compare/?tool=cpims&tool=primero", "/shortlist/?tool=cpims", "/gaps/", "/gaps/method/",
    "/gaps/victim-case-management/", "/plan/", "/suggest/", "/organisations/", "/organisations/polaris/",
    "/vocabularies/", "/vocabularies/tool_type/", "/guides/", "/guides/guides/seekers/", "/about/", "/privacy/",
    "/quiet/", "/nowhere/",
)  # fmt: skip


@pytest.mark.parametrize(("language", "title"), [("en", "Notes"), ("ar", "ملاحظات"), ("ru", "Заметки")])
def test_every_page_takes_the_neutral_title(open_page: OpenPage, language: str, title: str) -> None:
    page = open_page(f"/{language}/quiet/")
    page.locator("main form button").click()
    titles = {}
    for place in PLACES:
        page.goto(f"/{language}{place}", wait_until="domcontentloaded")
        titles[place] = page.title()
    assert {place: found for place, found in titles.items() if found != title} == {}


def test_the_real_titles_come_back_and_the_cookie_goes(open_page: OpenPage) -> None:
    page = open_page("/en/quiet/")
    page.locator("main form button").click()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["expires"]) == ("quiet_title", "1", -1)
    page.get_by_role("button", name="Show the real titles again").click()
    assert page.context.cookies() == []
    page.goto("/en/tools/primero/")
    expect(page).to_have_title("Primero · Anti-Trafficking Tech Catalogue")


@pytest.mark.parametrize("place", ["/", "/tools/primero/", "/gaps/", "/plan/", "/suggest/", "/nowhere/", "/quiet/"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_three_presses_of_shift_leave_from_anywhere_even_out_of_a_field(
    page_that_can_leave,  # noqa: F811
    language: str,
    place: str,
) -> None:
    page = page_that_can_leave(f"/{language}/about/", f"/{language}{place}")
    field = page.locator("main input:visible, main textarea:visible").first
    if field.count():
        field.focus()
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url.endswith(f"/{language}/about/")
