"""Curators write records in a real browser: picking from trees and long lists, a warning of duplicates, the preview."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

TOOLS = "/admin/snippets/catalogue/tool/"
WCAG = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def test_a_new_record_is_warned_of_its_double_while_its_name_is_typed(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}add/")
    notice = curator_page.get_by_role("heading", name="Is it one of these already?")
    expect(notice).to_be_hidden()
    curator_page.get_by_role("textbox", name="Name").first.fill("Foto DNA")
    expect(notice).to_be_visible()
    expect(curator_page.get_by_role("link", name="PhotoDNA")).to_be_visible()
    curator_page.get_by_role("textbox", name="Name").first.fill("A name that nothing has")
    expect(notice).to_be_hidden()


def test_a_long_list_is_searched_without_marks_and_says_what_is_chosen(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}?q=photodna")
    curator_page.get_by_role("link", name="PhotoDNA", exact=True).click()
    curator_page.get_by_role("tab", name="Where and for whom").click()
    picker = curator_page.locator("#id_country_codes")
    picker.get_by_role("searchbox").fill("cote d")
    expect(picker.get_by_role("checkbox")).to_have_count(1)
    picker.get_by_role("checkbox", name="Côte d’Ivoire").check()
    expect(picker.locator("[data-picker-chosen]")).to_have_text("Côte d’Ivoire")
    picker.get_by_role("searchbox").fill("atlantis")
    expect(picker.get_by_text("Nothing in the list matches.")).to_be_visible()


@pytest.mark.parametrize("tab", ["Where and for whom", "Could I use it", "Internal"])
def test_the_parts_of_the_form_that_are_ours_are_accessible(curator_page: Page, tab: str) -> None:
    curator_page.goto(f"{TOOLS}?q=photodna")
    curator_page.get_by_role("link", name="PhotoDNA", exact=True).click()
    curator_page.get_by_role("tab", name=tab).click()
    results = Axe().run(curator_page, context=".w-tabs__panel:not([hidden])", options=WCAG)
    assert results.violations_count == 0, results.generate_report()


def test_only_a_ticked_type_can_be_the_primary_one(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}add/")
    types = curator_page.locator("#id_tool_types")
    primary = types.get_by_role("radio", name="primary: Worker engagement and empowerment")
    expect(primary).to_be_hidden()
    types.get_by_role("checkbox", name="Worker engagement and empowerment").check()
    primary.check()
    expect(primary).to_be_checked()


def test_the_preview_shows_the_record_page_in_its_frame(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}?q=photodna")
    curator_page.get_by_role("link", name="PhotoDNA", exact=True).click()
    curator_page.get_by_role("button", name="Toggle preview").click()
    frame = curator_page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_role("heading", name="PhotoDNA", level=1)).to_be_visible()


def test_the_list_is_cards_on_a_phone_and_nothing_runs_out_of_the_screen(open_page: OpenPage, site: Site) -> None:
    page = open_page("/admin/login/", viewport={"width": 390, "height": 844})
    page.locator("[name=username]").fill(site.username)
    page.locator("[name=password]").fill(site.password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")
    for path in (TOOLS, f"{TOOLS}add/"):
        page.goto(path)
        assert page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"), path
    page.goto(TOOLS)
    expect(page.locator(".tools-table thead")).to_be_hidden()
    expect(page.locator(".tools-table tbody tr").first.locator("td.title")).to_be_visible()


def test_what_is_picked_is_kept(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}add/")
    curator_page.get_by_role("textbox", name="Name").first.fill("Lantern test record")
    curator_page.get_by_role("tab", name="Where and for whom").click()
    curator_page.locator("#id_regions").get_by_role("checkbox", name="Oceania").check()
    curator_page.get_by_role("button", name="Save draft").click()
    expect(curator_page.get_by_text("Lantern test record").first).to_be_visible()
    curator_page.reload()
    curator_page.get_by_role("tab", name="Where and for whom").click()
    expect(curator_page.locator("#id_regions").get_by_role("checkbox", name="Oceania")).to_be_checked()
