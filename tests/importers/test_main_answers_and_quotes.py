"""The main answer beside an “other” column is kept, and an unclosed quotation mark swallows nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.applying.sessions import ImportSession
from importers.readers import FileProblem, read_bytes, read_pasted
from importers.readers.delimited import swallowed_at
from tests.importers.surveys import as_csv

FAULTS = Path(__file__).parents[1] / "surveys" / "faults"
HEADER = ["name", "description", "website"]


def rows_of(path: Path) -> list[Any]:
    return ImportSession.from_path(path).plan().rows


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(("name", "field"), [("04a", "target_users"), ("04c", "countries"), ("04e", "status")])
def test_the_main_column_feeds_the_field_and_other_adds(name: str, field: str) -> None:
    (path,) = FAULTS.glob(f"{name}-*.csv")
    assert all(row.values.get(field) for row in rows_of(path))


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("main", "other"),
    [("Who uses it?", "Who uses it? - Other"), ("use-users", "use-users_other"), ("users", "users[other]"),
     ("Who uses it?", "Who uses it?: autre")],
)  # fmt: skip
def test_other_ways_of_writing_it(main: str, other: str, tmp_path: Path) -> None:
    rows = [[*HEADER, main, other], ["Lumenvia", "A line.", "", "Workers", ""],
            ["Ostrakon", "A game.", "", "Other", "Educators"],
            ["Quillfern", "A map.", "", "Governments", "Workers"]]  # fmt: skip
    found = [row.values.get("target_users") for row in rows_of(as_csv(tmp_path / "a.csv", rows))]
    assert found == [["workers"], ["educators"], ["governments", "workers"]]


@pytest.mark.usefixtures("registry")
def test_other_among_joined_choices_is_told_in_its_own_column(tmp_path: Path) -> None:
    rows = [[*HEADER, "users", "users/workers", "users/educators", "users/other", "users_other"],
            ["Lumenvia", "A line.", "", "workers", "1", "0", "0", ""],
            ["Ostrakon", "A game.", "", "workers educators", "1", "1", "0", ""],
            ["Quillfern", "A map.", "", "workers other", "1", "0", "1", "Governments"]]  # fmt: skip
    found = rows_of(as_csv(tmp_path / "a.csv", rows))
    assert [row.values.get("target_users") for row in found] == [
        ["workers"], ["workers", "educators"], ["workers", "governments"]
    ]  # fmt: skip
    assert not [row.errors for row in found if row.errors]


def test_an_unclosed_mark_in_a_file_is_refused_with_its_line() -> None:
    with pytest.raises(FileProblem) as caught:
        read_bytes((FAULTS / "05a-unclosed-quote-swallows-rows.csv").read_bytes(), "a.csv")
    assert caught.value.code == "unclosed-quote"
    assert "3" in caught.value.message


@pytest.mark.parametrize("start", ['"Spot the trap" game', '5" screen', '"only', '"a""b'])
def test_a_pasted_table_keeps_its_rows_whatever_marks_stand_in_it(start: str) -> None:
    text = f"Name\tWebsite\tDescription\n{start}\thttps://a.example\tgood\nB\thttps://b.example\tx\nC\tu\td\nD\tu\te"
    rows = [row.cells for row in read_pasted(text).sheets[0].rows()]
    assert len(rows) == 5
    assert rows[1][0] == start


def test_a_mark_that_the_next_one_closes_is_noticed() -> None:
    assert swallowed_at('A,B,C\na,u,"open\nb,u,d\nc,u,"e"\nd,u,f', ",") == 2
    assert swallowed_at('A,B,C\na,u,"open\nb,u,d\nc,u,\n"d",u,f', ",") == 2


def test_cells_of_several_lines_stay_cells() -> None:
    text = 'Name,Text\nA,"one, two\nthree, four"\nB,"he said ""no"""\nC,x'
    assert [row.cells for row in read_bytes(text.encode(), "a.csv").sheets[0].rows()] == [
        ("Name", "Text"), ("A", "one, two\nthree, four"), ("B", 'he said "no"'), ("C", "x")
    ]  # fmt: skip


@given(st.lists(st.lists(st.text(alphabet='ab",;\n\t ', max_size=6), min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_program_writes_is_never_taken_for_unclosed_unless_it_looks_like_rows(rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    opened = swallowed_at(out.getvalue(), ",")
    has_rows_inside = any("\n" in cell and "," in cell for row in rows for cell in row)
    assert opened is None or has_rows_inside
