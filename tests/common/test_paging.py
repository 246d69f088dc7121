"""Leafing never leaves the list, whatever page is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from common.paging import Pages, page_number
from tests import dangerous


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


@given(dangerous.texts())
def test_any_text_is_a_page_number(text):
    assert page_number(text) >= 0


def numbers_of(wanted: int, total: int) -> list[int | None]:
    """The pages that are linked, with None for a gap."""
    pages = Pages.of(wanted, total, 20, lambda number: f"?page={number}")
    return [None if page.is_gap else page.number for page in pages.pages]


def test_first_last_and_neighbours_are_linked_and_a_gap_stands_for_the_rest():
    assert numbers_of(1, 0) == [1]
    assert numbers_of(2, 60) == [1, 2, 3]
    assert numbers_of(5, 240) == [1, None, 4, 5, 6, None, 12]
    assert numbers_of(4, 80) == [1, None, 3, 4]
    assert numbers_of(99, 80) == [1, None, 3, 4]
