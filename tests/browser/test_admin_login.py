"""A curator reaches the editors' side in a real browser, under Wagtail's policy and with nothing from elsewhere."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage


def test_a_curator_logs_in_and_sees_the_admin(curator_page: Page) -> None:
    expect(curator_page.get_by_role("navigation", name="Main menu")).to_be_visible()


def test_a_wrong_password_is_refused_in_words(open_page: OpenPage) -> None:
    page = open_page("/admin/login/")
    page.locator("[name=username]").fill("curator")
    page.locator("[name=password]").fill("not the password")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("didn't match")).to_be_visible()
