"""Lists, questions, comparison and shortlist as readers use them: by keyboard, on a phone, without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site

PATHS = {
    "list": "/tools/",
    "list with choices": "/tools/?q=hotline&region=asia&status=active&have=smartphone",
    "list with notices": "/tools/?region=nowhere&page=9999",
    "nothing found": "/tools/?tool_type=fundraising-resources&country=np&language=mi",
    "doubtful record": "/tools/?q=polaris+scope",
    "question": "/find/",
    "question with groups": "/find/?step=4&region=asia",
    "answers": "/find/?step=result&region=asia&have=smartphone",
    "comparison": "/compare/?tool=cpims&tool=primero&tool=polaris-scope",
    "empty comparison": "/compare/",
    "shortlist": "/shortlist/?tool=cpims&tool=primero",
    "empty shortlist": "/shortlist/",
    "shortlist of one": "/shortlist/?tool=primero",
    "shortlist with notices": "/shortlist/?tool=primero&tool=no-such-tool&tool=polaris-scope",
    "what differs": "/compare/?tool=cpims&tool=primero&only=differences",
    "one tool alone": "/compare/?tool=primero",
}
MODES = {
    "light": ("en", {}),
    "dark, phone": ("en", {"scheme": "dark", "viewport": PHONE}),
    "Arabic": ("ar", {}),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PATHS)
def test_no_barrier_that_axe_can_find(open_page: OpenPage, assert_accessible, name: str, mode: str) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}{PATHS[name]}", **options)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_description_of_the_api_has_no_barrier(open_page: OpenPage, assert_accessible) -> None:
    assert_accessible(open_page("/api/v1/docs"))


@pytest.mark.parametrize("name", ["list", "question", "comparison", "shortlist"])
def test_at_400_percent_nothing_has_to_be_scrolled_sideways(open_page: OpenPage, name: str) -> None:
    page = open_page(f"/en{PATHS[name]}", viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_suggestions_work_by_keyboard(open_page: OpenPage, assert_accessible) -> None:
    page = open_page("/en/tools/")
    field = page.locator("#q")
    field.focus()
    page.keyboard.type("primer")
    expect(field).to_have_role("combobox")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/tools/primero/")


def test_enter_without_a_suggestion_searches(open_page: OpenPage) -> None:
    page = open_page("/en/tools/?region=africa")
    page.locator("#q").fill("hotline")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/tools/?q=hotline&region=africa")


def test_a_list_is_narrowed_compared_and_kept_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/tools/")
    everything = page.locator(".list-bar__count").inner_text()
    page.locator("a.facet__value", has_text="Hotlines and reporting").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/tools/?tool_type=reporting-hotlines")
    assert page.locator(".list-bar__count").inner_text() != everything
    boxes = page.locator(".results input[type=checkbox]")
    for place in range(2):
        boxes.nth(place).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/compare/?tool=*&tool=*")
    expect(page.locator("thead th[scope=col]")).to_have_count(2)
    page.get_by_role("link", name="Keep as a shortlist").click()
    expect(page.locator("article.result")).to_have_count(2)


@pytest.mark.parametrize("javascript", [True, False])
def test_five_questions_by_keyboard_and_back(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/en/find/", javascript=javascript)
    page.get_by_label("Civil society").check()
    page.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What should it do?")
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where?")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is going to use it?")
    page.go_forward()
    for _question in range(4):
        page.locator(".asking button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What fits your answers")
    assert "target_user=civil-society" in page.url
    expect(page.locator(".lead")).to_contain_text("Civil society")


def test_on_a_phone_the_filters_are_folded_until_wanted(open_page: OpenPage) -> None:
    page = open_page("/en/tools/", viewport=PHONE)
    value = page.locator("a.facet__value").first
    expect(value).to_be_hidden()
    page.locator(".facets__fold > summary").click()
    expect(value).to_be_visible()


def test_on_a_desk_the_filters_stand_beside_the_list(open_page: OpenPage) -> None:
    page = open_page("/en/tools/", javascript=False)
    expect(page.locator("a.facet__value").first).to_be_visible()


def test_a_shortlist_stays_in_the_browser_only_when_asked(open_page: OpenPage) -> None:
    page = open_page("/en/shortlist/?tool=cpims&tool=primero")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Keep it here").click()
    page.goto("/en/shortlist/")
    page.get_by_role("link", name="Open the kept list").click()
    expect(page.locator("article.result")).to_have_count(2)
    page.get_by_role("button", name="Forget the kept list").click()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("mode", MODES)
def test_a_shortlist_has_no_barrier_while_it_is_kept_and_forgotten(
    open_page: OpenPage, assert_accessible, mode: str
) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}/shortlist/?tool=cpims&tool=primero", **options)
    for button in ("[data-keep]", "[data-forget]"):
        page.locator(button).click()
        expect(page.locator("[data-kept-shortlist] [role=status]")).not_to_be_empty()
        assert_accessible(page)
    page.locator("[data-keep]").click()
    page.goto(f"/{language}/shortlist/")
    expect(page.locator("[data-open]")).to_be_visible()
    assert_accessible(page)


def test_tools_are_compared_without_script(open_page: OpenPage) -> None:
    page = open_page("/en/tools/?q=case+management", javascript=False)
    boxes = page.locator(".results input[type=checkbox]")
    for place in range(3):
        boxes.nth(place).check()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/en/compare/?**")
    expect(page.locator("thead th[scope=col]")).to_have_count(3)
    lines = page.locator("tbody tr").count()
    page.get_by_role("link", name="Show only the differences").click()
    expect(page.get_by_text("What differs")).to_be_visible()
    assert page.locator("tbody tr").count() < lines
    page.get_by_role("link", name="Take away").first.click()
    expect(page.locator("thead th[scope=col]")).to_have_count(2)
    page.get_by_role("link", name="Show everything").click()
    page.get_by_role("link", name="Keep as a shortlist").click()
    expect(page.locator("article.result")).to_have_count(2)


def test_a_saved_shortlist_is_read_without_any_connection(open_page: OpenPage, browser: Browser, tmp_path) -> None:
    page = open_page("/en/shortlist/?tool=cpims&tool=primero")
    with page.expect_download() as download:
        page.get_by_role("link", name="One file that works offline").click()
    file = tmp_path / "list.html"
    download.value.save_as(file)
    context = browser.new_context(offline=True)
    alone = context.new_page()
    alone.goto(file.as_uri())
    expect(alone.get_by_role("heading", name="Primero")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["/en/tools/", "/ar/tools/?region=asia"])
def test_lists_are_light(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=site.url)
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(received) <= 6
    assert sum(received) <= 60_000, received
    received.clear()
    page.goto("/en/tools/?q=hotline&status=active", wait_until="networkidle")
    assert sum(received) <= 20_000, received
    context.close()
