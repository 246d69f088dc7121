"""Pages in the states that a reader brings about, by filling in and sending: no barrier that axe can find in any.

What an address alone shows is tests/browser/test_public_pages.py's and test_lists.py's.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site

WITHDRAWN = "pobot"
WITHDRAW = (
    "from catalogue.models import Tool; from catalogue.publishing import withdraw; "
    f"withdraw(Tool.objects.get(slug={WITHDRAWN!r}), 'Its makers asked for it.')"
)
# A page is looked at twice only: what is wrong in the dark is a colour, what is wrong in Arabic a direction.
MODES = {
    "light": ("en", {"reduced_motion": "reduce", "viewport": PHONE}),
    "dark, Arabic": ("ar", {"reduced_motion": "reduce", "viewport": PHONE, "scheme": "dark"}),
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SEND = "main form button[type=submit]"
IDEA = "A hotline by text message where farm workers report forced labour without a smartphone, in their own language."

ADDRESSES = {
    "withdrawn record": f"/tools/{WITHDRAWN}/",
    "another table of gaps": "/gaps/?rows=technology&columns=target_user&pillar=protection",
    "a table with notices": "/gaps/?rows=nonsense&region=atlantis",
    "tools behind a number": "/gaps/cell/?row=labour-recruitment-risk&column=global",
    "embedded table": "/gaps/embed/?rows=pillar&columns=infrastructure",
    "map of languages": "/gaps/maps/languages/",
    "map of endings": "/gaps/maps/ended/",
    "snapshots": "/gaps/snapshots/",
    "an analysis": "/gaps/victim-case-management/",
    "an analysis with a map": "/gaps/without-internet/",
    "a guide": "/guides/guides/seekers/",
    "a vocabulary of countries": "/vocabularies/country/",
    "no such term": "/vocabularies/tool_type/nothing/",
    "about": "/about/",
    "method": "/method/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
}


def empty_suggestion(page: Page, language: str) -> None:
    page.goto(f"/{language}/suggest/")
    page.locator(SEND).click()
    expect(page.locator("#problems")).to_be_visible()


def warned_of_a_double(page: Page, language: str) -> None:
    page.goto(f"/{language}/suggest/")
    page.locator("[name=name]").fill("PhotoDNA")
    expect(page.locator("[data-similar] a").first).to_be_visible()


def empty_correction(page: Page, language: str) -> None:
    page.goto(f"/{language}/tools/primero/correct/")
    page.locator(SEND).click()
    expect(page.locator("#problems")).to_be_visible()


def too_short_an_idea(page: Page, language: str) -> None:
    page.goto(f"/{language}/plan/")
    page.locator("#idea").fill("An app")
    page.locator(SEND).click()
    expect(page.locator("[role=alert]")).to_be_visible()


def idea_compared(page: Page, language: str) -> None:
    page.goto(f"/{language}/plan/")
    page.locator("#idea").fill(IDEA)
    page.locator(SEND).click()
    expect(page.locator("#report")).to_be_visible()


def languages_unfolded(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    page.locator(".menu > summary").click()
    expect(page.locator(".menu li a").first).to_be_visible()


def neutral_title_on(page: Page, language: str) -> None:
    page.goto(f"/{language}/quiet/")
    page.locator(SEND).click()
    page.wait_for_load_state()


STATES: dict[str, Callable[[Page, str], None]] = {
    "a suggestion with errors": empty_suggestion,
    "a suggestion of a double": warned_of_a_double,
    "a correction with errors": empty_correction,
    "an idea that is too short": too_short_an_idea,
    "an idea compared": idea_compared,
    "the languages": languages_unfolded,
    "the neutral title": neutral_title_on,
}


@pytest.fixture(scope="module", autouse=True)
def _withdrawn_record(site: Site) -> None:
    site.manage("shell", "--verbosity=0", "-c", WITHDRAW)
    site.manage("snapshot_gaps")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_no_barrier_at_an_address(open_page: OpenPage, assert_accessible, name: str, mode: str) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}{ADDRESSES[name]}", **options)
    assert_accessible(page)
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", STATES)
def test_no_barrier_in_a_state(open_page: OpenPage, assert_accessible, name: str, mode: str) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}/about/", **options)
    STATES[name](page, language)
    assert_accessible(page)
    assert page.evaluate(OVERFLOW) <= 0


def test_a_snapshot_has_no_barrier(open_page: OpenPage, assert_accessible) -> None:
    page = open_page("/en/gaps/snapshots/", reduced_motion="reduce")
    page.locator("main a[href*='/gaps/snapshots/']").first.click()
    assert_accessible(page)


def test_a_withdrawn_record_says_why(open_page: OpenPage) -> None:
    page = open_page("/en/about/")
    response = page.goto(f"/en/tools/{WITHDRAWN}/")
    assert response is not None
    assert response.status == 410
    expect(page.get_by_text("Its makers asked for it.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_suggestion_is_sent_followed_and_withdrawn(open_page: OpenPage, assert_accessible, javascript: bool) -> None:
    page = open_page("/en/suggest/", javascript=javascript)
    page.locator("[name=name]").fill(f"Night Bus Helper {'with' if javascript else 'without'} script")
    page.locator("[name=summary]").fill("Tells passengers on night buses where to find help and how to report.")
    page.locator("[name=tool_types]").first.check()
    page.locator("[name=url]").fill(f"https://night-bus-{javascript}.example/".lower())
    # Whoever sends a form faster than a person could is taken for a machine.
    page.wait_for_timeout(3200)
    page.locator(SEND).click()
    page.wait_for_url("**/suggest/receipt/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal")
    if javascript:
        assert_accessible(page)
    assert page.context.cookies() == []
    page.get_by_role("button", name="Withdraw this proposal").press("Enter")
    expect(page.get_by_role("button", name="Withdraw this proposal")).to_have_count(0)
    if javascript:
        assert_accessible(page)
