"""Cards beside the index: what is written is read, by row, also after a process died while it wrote."""

import pytest

from search.engines.embedded.cards import Cards, CardWriter


def test_cards_come_back_by_row_and_new_ones_are_seen_by_an_open_reader(tmp_path):
    writer, cards = CardWriter(tmp_path), Cards(tmp_path)
    writer.append(0, [{"slug": "a"}, {"slug": "ভুক্তভোগী"}])
    assert [cards[0], cards[1]] == [{"slug": "a"}, {"slug": "ভুক্তভোগী"}]
    writer.append(2, [{"slug": "c", "facets": {"region": ["africa"]}}])
    assert cards[2]["facets"] == {"region": ["africa"]}
    assert cards[1] == {"slug": "ভুক্তভোগী"}


def test_what_a_killed_process_left_is_written_over(tmp_path):
    writer = CardWriter(tmp_path)
    writer.append(0, [{"slug": "a"}])
    writer.append(1, [{"slug": "left by the dead, and much longer than what comes next"}, {"slug": "half"}])
    (tmp_path / "cards.ends").write_bytes((tmp_path / "cards.ends").read_bytes()[:-3])
    CardWriter(tmp_path).append(1, [{"slug": "b"}])
    cards = Cards(tmp_path)
    assert [cards[0], cards[1]] == [{"slug": "a"}, {"slug": "b"}]
    with pytest.raises(ValueError, match="no card of row 2"):
        cards[2]


def test_a_damaged_card_is_said(tmp_path):
    CardWriter(tmp_path).append(0, [{"slug": "a"}])
    (tmp_path / "cards.json").write_bytes(b"\x00" * 12)
    with pytest.raises(ValueError, match="Expecting value"):
        Cards(tmp_path)[0]
