"""Leafing never leaves the list, whatever page is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.paging import Pages, page_number


@given(st.integers(-5, 10_000), st.integers(0, 5000), st.integers(1, 100))
def test_the_rows_are_inside_and_the_present_page_is_marked_once(wanted, total, size):
    pages = Pages.of(wanted, total, size, lambda number: f"?page={number}")
    assert 0 <= pages.start <= max(total, 0)
    assert pages.start <= pages.end <= total or total == 0
    assert [page.number for page in pages.pages if page.is_current] == [pages.number]
    numbers = [page.number for page in pages.pages if not page.is_gap]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert numbers[-1] == pages.count


@given(st.text())
def test_any_text_is_a_page_number(text):
    assert page_number(text) >= 0
