"""A long idea is compared by a part of it that costs no more than a question may, taken from all of its parts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gaps.overlap.excerpt import MOST_COMPARED, _spread, excerpt


def test_a_short_idea_is_compared_as_it_is():
    idea = "A hotline app. It explains contracts.\n\nFor seafarers."
    assert excerpt(idea) == idea


def test_of_a_long_one_beginning_middle_and_end_are_compared():
    sentences = [f"Sentence number {number} says something else than the others do." for number in range(80)]
    told = excerpt(" ".join(sentences))
    assert len(told) <= MOST_COMPARED
    numbers = [number for number in range(80) if f"number {number} " in told]
    assert numbers[0] == 0
    assert any(30 <= number <= 50 for number in numbers)
    assert any(number >= 60 for number in numbers)


def test_what_is_said_again_and_again_is_compared_once():
    told = excerpt("The same sentence again. " * 200 + "And one more.")
    assert told == "The same sentence again. And one more."


def test_a_text_without_any_sentence_is_cut_between_words():
    told = excerpt("word " * 1000)
    assert len(told) <= MOST_COMPARED
    assert set(told.split()) == {"word"}


@given(text=st.text(max_size=400), most=st.integers(1, 200))
@settings(deadline=None)
def test_it_is_never_longer_than_it_may_be_and_never_empty(text, most):
    told = excerpt(text, most)
    assert len(told) <= most or told == text
    assert told.strip() or not text[: most + 1].strip()


@given(count=st.integers(1, 300))
@settings(deadline=None)
def test_every_place_is_visited_once(count):
    assert sorted(_spread(count)) == list(range(count))
