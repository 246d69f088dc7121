"""What a browser really sends when a button of the edit form is pressed once, or twice, while a save is under way."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

TOOLS = "/admin/snippets/catalogue/tool/"
SUMMARY = "#id_summary"


@pytest.fixture
def posts(curator_page: Page) -> list[Request]:
    """Every POST to an edit or add form, in order."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        if request.method == "POST" and ("/edit/" in request.url or "/add/" in request.url):
            sent.append(request)

    curator_page.on("request", note)
    return sent


def slowly(page: Page) -> None:
    """The line is slow: each POST arrives a second late."""

    def late(route: Any) -> None:
        if route.request.method == "POST" and not is_autosave(route.request):
            time.sleep(1)
        route.continue_()

    page.route("**/tool/edit/**", late)


def decisions(posts: list[Request]) -> list[Request]:
    return [post for post in posts if 'name="action-' in (post.post_data or "") or "action-" in (post.post_data or "")]


def is_autosave(post: Request) -> bool:
    return "application/json" in post.headers.get("accept", "")


def open_record(page: Page) -> None:
    page.goto(f"{TOOLS}?q=photodna")
    page.get_by_role("link", name="PhotoDNA", exact=True).click()
    expect(page.locator(SUMMARY)).to_be_visible()
    page.wait_for_timeout(2500)  # Wagtail begins to watch the form


def press(page: Page, button: str, times: int = 1) -> None:
    """Press a button of the footer, also one in its closed menu."""
    page.evaluate(
        "([button, times]) => { const found = document.querySelector(`footer ${button}`);"
        " for (let n = 0; n < times; n++) found.click(); }",
        [button, times],
    )


def test_submitting_and_approving_send_one_decision_each(curator_page: Page, posts: list[Request]) -> None:
    open_record(curator_page)
    curator_page.locator(SUMMARY).press_sequentially(" Tried once.")
    press(curator_page, "button[name=action-submit]")
    curator_page.wait_for_url("**/tool/")
    assert len(decisions(posts)) == 1
    assert not any(map(is_autosave, decisions(posts)))
    open_record(curator_page)
    posts.clear()
    slowly(curator_page)
    curator_page.locator(SUMMARY).press_sequentially(" Approved once.")
    press(curator_page, "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])", times=2)
    curator_page.wait_for_url("**/tool/")
    curator_page.wait_for_timeout(2000)
    assert len(decisions(posts)) == 1
    assert not any(map(is_autosave, decisions(posts)))
    assert posts[-1] in decisions(posts)  # no save comes after it
    open_record(curator_page)
    expect(curator_page.get_by_role("heading", name="Unpublished changes")).to_have_count(0)


def test_a_new_record_is_not_its_own_duplicate(curator_page: Page) -> None:
    curator_page.goto(f"{TOOLS}add/")
    curator_page.wait_for_timeout(2500)
    curator_page.get_by_role("textbox", name="Name").first.fill("Morning Ferry Passenger Alerts")
    curator_page.wait_for_url("**/edit/**")
    curator_page.locator("#id_url").fill("https://morning-ferry.example")
    curator_page.wait_for_timeout(1500)
    expect(curator_page.get_by_role("heading", name="Is it one of these already?")).to_be_hidden()
