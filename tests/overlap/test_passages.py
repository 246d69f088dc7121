"""A long idea is cut into passages; names in it are recognised where they are written as names."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given

from overlap.name_mentions import names_mentioned
from overlap.passages import MOST_PASSAGES, MOST_TOGETHER, clean_idea, passages_of
from tests import dangerous
from tests.starting import record


def state() -> Any:
    tools = (
        record(id="primero", name="Primero"),
        record(id="traffic-jam", name="Traffic Jam"),
        record(id="hope", name="Hope"),
        record(id="hemayeh", name="حماية"),
    )
    return SimpleNamespace(records=tools, stamp="tests of naming")


@given(dangerous.texts(max_size=3000))
def test_any_text_is_cut(text: str) -> None:
    found = passages_of(text, {})
    assert len(found) <= MOST_PASSAGES
    assert all(len(passage) <= MOST_TOGETHER for passage in found)
    assert all(passage in clean_idea(text) or passage for passage in found)


def test_what_is_said_again_and_again_is_compared_once() -> None:
    sentence = "The same sentence of some length, said again so that a page is filled with it to its very end."
    found = passages_of(
        "\n".join([sentence] * 200 + ["And one more, of the same length as the one above, so that it stands alone."]),
        {},
    )
    assert len(found) == 2


def test_a_text_without_any_sentence_is_cut_between_words() -> None:
    found = passages_of("word " * 1000, {})
    assert max(map(len, found)) <= MOST_TOGETHER
    assert {word for passage in found for word in passage.split()} == {"word"}


def test_a_sentence_or_two_stay_whole_and_a_note_is_cut_by_its_lines() -> None:
    assert passages_of("A hotline. It helps workers.", {}) == ["A hotline. It helps workers."]
    note = (
        "Title\n" + "A long background sentence about the region and its laws, which says nothing. " * 2 + "\nBudget: 9"
    )
    assert len(passages_of(note, {})) >= 3


def test_of_many_passages_those_that_speak_of_the_field_are_read() -> None:
    dull = "\n".join(f"Paragraph {number} speaks of budgets and of audits at some length here." for number in range(40))
    note = f"{dull}\nThe hotline takes calls of trafficked workers and refers them to shelters.\n{dull}"
    assert any("hotline" in each for each in passages_of(note, {"en": frozenset({"hotline", "workers", "shelters"})}))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("primero", {"primero"}),
        ("We want to build Primero for Togo", {"primero"}),
        ("something like TRAFFIC JAM in our city", {"traffic-jam"}),
        ("a traffic jam kept us waiting", set()),
        ("we hope to help", set()),
        ("أداة مثل حماية للعمال", {"hemayeh"}),
    ],
)
def test_names_are_recognised_where_they_are_written_as_names(text: str, named: set[str]) -> None:
    assert {naming.record.slug for naming in names_mentioned(text, state())} == named
