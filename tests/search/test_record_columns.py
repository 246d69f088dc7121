"""Columns beside the index: what is written is read, by row, also after a process died while it wrote."""

import pytest

from search.documents import SearchDocument
from search.engines.embedded.record_columns import RecordColumnFiles, RecordColumnWriter
from tests.search.making import facets_of

A = SearchDocument("a", "A", facets={"region": ("africa",)})
B = SearchDocument("ভুক্তভোগী", "B", aliases=("Bee", "B."), organisation="Hive")
C = SearchDocument("c", "C", facets={"region": ("africa", "asia"), "status": ("active",)})


def slugs(files, rows):
    return [head.slug for head in files.heads(rows)]


def test_cards_come_back_by_row_in_any_order_and_new_ones_are_seen_by_an_open_reader(tmp_path):
    writer, files = RecordColumnWriter(tmp_path), RecordColumnFiles(tmp_path)
    writer.append(0, [A, B])
    assert slugs(files, [1, 0]) == ["ভুক্তভোগী", "a"]
    assert files.heads([1])[0].names == ("B", "Bee", "B.")
    RecordColumnWriter(tmp_path).append(2, [C])
    cards = files.columns([2, 1, 0])
    assert facets_of(cards, 0) == {"region": ("africa", "asia"), "status": ("active",)}
    assert facets_of(cards, 1) == {}
    assert cards.carrying("region", ["africa"]).tolist() == [True, False, True]
    assert len(files.columns([])) == 0


def test_what_a_killed_process_left_is_written_over(tmp_path):
    RecordColumnWriter(tmp_path).append(0, [A])
    dead = SearchDocument("left-by-the-dead", "Longer than what comes next", facets={"region": ("asia",)})
    RecordColumnWriter(tmp_path).append(1, [dead, dead])
    for name in ("heads.ends", "carried.ends", "terms.tsv"):
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-3])
    RecordColumnWriter(tmp_path).append(1, [C])
    files = RecordColumnFiles(tmp_path)
    assert slugs(files, [0, 1]) == ["a", "c"]
    assert facets_of(files.columns([0, 1]), 1) == C.facets
    with pytest.raises(ValueError, match="no card of row 2"):
        files.heads([2])


def test_damage_is_said(tmp_path):
    RecordColumnWriter(tmp_path).append(0, [A])
    (tmp_path / "terms.tsv").write_bytes(b"")
    with pytest.raises(ValueError, match="unknown terms"):
        RecordColumnFiles(tmp_path).columns([0])
    (tmp_path / "heads").write_bytes(b"?" * 20)
    with pytest.raises(ValueError, match="Expecting value"):
        RecordColumnFiles(tmp_path).heads([0])
