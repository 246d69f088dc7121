"""Away at once: the way out is in sight wherever one scrolls, Shift three times takes it, nothing stays behind."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

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


SIZES = [(320, 640), (320, 256), (360, 740), (768, 1024), (1280, 900), (740, 360), (1280, 320)]
LONG_PAGES = ["/{}/tools/?q=hotline", "/{}/gaps/", "/{}/suggest/", "/{}/privacy/"]
IS_IN_SIGHT = """element => {
  const {top, left, bottom, right, width, height} = element.getBoundingClientRect();
  const isInside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= document.documentElement.clientWidth;
  const points = [[left + 3, top + 3], [right - 3, bottom - 3], [left + width / 2, top + height / 2]];
  const isUncovered = points.every(point => element.contains(document.elementFromPoint(...point)));
  return isInside && isUncovered && width >= 24 && height >= 24;
}"""


@pytest.fixture(scope="module")
def measured(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
@pytest.mark.parametrize("path", LONG_PAGES)
def test_the_way_out_is_in_sight_wherever_one_scrolls(measured: Page, path: str, language: str) -> None:
    measured.goto(path.format(language), wait_until="domcontentloaded")
    for width, height in SIZES:
        measured.set_viewport_size({"width": width, "height": height})
        end = measured.evaluate("document.documentElement.scrollHeight")
        for depth in (0, 60, 200, 1000, 3000, end):
            measured.evaluate(f"scrollTo(0, {depth})")
            way = measured.locator("[data-leave]")
            assert way.evaluate(IS_IN_SIGHT), f"{path} {width}×{height}, scrolled to {depth}"


def test_the_way_out_is_in_sight_with_letters_enlarged(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/nl/privacy/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for depth in (0, 3000):
        page.evaluate(f"scrollTo(0, {depth})")
        assert page.locator("[data-leave]").evaluate(IS_IN_SIGHT), depth
    context.close()


def test_what_has_the_focus_is_not_under_the_bar(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/privacy/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("scrollTo(0, 3000)")
    page.locator(".brand").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator(".brand").evaluate("element => element.getBoundingClientRect().top") >= 0


def test_shift_three_times_leaves_and_takes_the_page_out_of_the_history(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/about/", "/en/tools/1955-hotline-taiwan/")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url.endswith("/en/about/")


def test_each_press_is_told_and_seen(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/about/")
    cue = page.get_by_role("status").filter(has_text="Shift")
    page.keyboard.press("Shift")
    expect(cue).to_have_text("Press Shift two more times to leave this site.")
    expect(cue).to_be_in_viewport(ratio=1)
    page.keyboard.press("Shift")
    expect(cue).to_have_text("Press Shift once more to leave this site.")
    assert page.url.endswith("/en/about/")


@pytest.mark.parametrize(("language", "width"), [("ar", 320), ("ru", 360), ("fr", 1280)])
def test_the_cue_lies_inside_the_window(page_that_can_leave, language: str, width: int) -> None:
    page = page_that_can_leave(f"/{language}/about/")
    page.set_viewport_size({"width": width, "height": 700})
    page.evaluate("scrollTo(0, 900)")
    page.keyboard.press("Shift")
    expect(page.locator("[data-leave-cue]")).to_be_in_viewport(ratio=1)


def test_presses_far_apart_do_not_add_up(page_that_can_leave) -> None:
    page = page_that_can_leave()
    page.clock.install()
    page.goto("/en/about/")
    for _press in range(2):
        page.keyboard.press("Shift")
    page.clock.fast_forward(6_000)
    expect(page.locator("[data-leave-cue]")).to_have_text("You are still here. To leave, press Shift three times.")
    page.keyboard.press("Shift")
    expect(page.locator("[data-leave-cue]")).to_have_text("Press Shift two more times to leave this site.")
    for _message in ("that time is over", "nothing"):
        page.clock.fast_forward(6_000)
    expect(page.locator("[data-leave-cue]")).to_be_empty()
    assert page.url.endswith("/en/about/")


def test_somebody_who_clears_fields_or_types_capitals_stays(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/suggest/")
    field = page.locator("[name=name]")
    field.focus()
    for _press in range(6):
        page.keyboard.press("Escape")
    for letter in "SOSAPP":
        page.keyboard.press(f"Shift+{letter}")
    for _press in range(4):
        page.keyboard.press("Shift")
        page.keyboard.press("a")
    # Changing the layout of the keyboard, as writers of Arabic and Russian do.
    for _press in range(4):
        page.keyboard.press("Alt+Shift")
        page.keyboard.press("Control+Shift")
    for _press in range(4):
        field.click(modifiers=["Shift"])
    for _press in range(4):
        page.keyboard.press("Shift+Tab")
    page.evaluate("new Promise(resolve => setTimeout(resolve, 100))")
    assert page.url.endswith("/en/suggest/")
    expect(page.locator("[data-leave-cue]")).to_be_empty()
    assert page.locator("[name=name]").input_value() == "SOSAPPaaaa"


def test_leaving_clears_what_pages_kept_in_the_browser(page_that_can_leave) -> None:
    page = page_that_can_leave("/en/shortlist/?tools=1955-hotline-taiwan")
    page.locator("[data-keep]").click()
    page.evaluate("sessionStorage.setItem('anything', 'kept')")
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)
    page.goto("/en/shortlist/")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


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


def sign_in(page: Page, site: Site) -> None:
    page.goto("/en/account/sign-in/?next=/en/about/")
    page.locator("[name=username]").fill(site.username)
    page.locator("[name=password]").fill(site.password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/en/about/")


@pytest.mark.parametrize("javascript", [True, False])
def test_leaving_signs_out_and_takes_no_one_back_in(page_that_can_leave, site: Site, javascript: bool) -> None:
    page = page_that_can_leave(javascript=javascript)
    sign_in(page, site)
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)
    page.goto("/en/account/")
    assert "/sign-in/" in page.url
    names = [cookie["name"] for cookie in page.context.cookies()]
    assert "sessionid" not in names


def test_a_page_opened_before_the_sign_in_signs_out_too(page_that_can_leave, site: Site) -> None:
    early = page_that_can_leave("/en/about/")
    late = early.context.new_page()
    sign_in(late, site)
    for _press in range(3):
        early.keyboard.press("Shift")
    early.wait_for_url(ELSEWHERE)
    late.goto("/en/account/")
    assert "/sign-in/" in late.url


def test_the_way_out_of_a_signed_in_reader_stays_in_sight(page_that_can_leave, site: Site) -> None:
    page = page_that_can_leave()
    sign_in(page, site)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for depth in (0, 60, 1000):
            page.evaluate(f"scrollTo(0, {depth})")
            assert page.locator("[data-leave]").evaluate(IS_IN_SIGHT), f"{width}×{height}, scrolled to {depth}"
