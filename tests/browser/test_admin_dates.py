"""What somebody types as a date stays in the field until the server has said what it thinks of it."""

import pytest
from playwright.sync_api import Page, expect

TOOLS = "/admin/snippets/catalogue/tool/"


@pytest.mark.parametrize("typed", ["31/12/2025", "May 2026", "sometime in May", "2026", "2026-05"])
def test_a_date_is_not_turned_into_today(curator_page: Page, typed: str) -> None:
    curator_page.goto(f"{TOOLS}add/")
    field = curator_page.locator("#id_status_date")
    field.fill(typed)
    field.press("Tab")
    expect(field).to_have_value(typed)


def test_neither_is_a_date_in_a_field_with_a_picker(curator_page: Page) -> None:
    curator_page.goto("/admin/reports/site-history/")
    assert curator_page.evaluate("jQuery.fn.datetimepicker.defaults.validateOnBlur") is False
