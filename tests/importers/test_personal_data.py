"""Personal data in the public texts of an imported row stop it until a curator has looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Tool
from importers.applying.sessions import ImportSession
from importers.models import Batch
from tests.importers.surveys import as_csv
from tests.importers.test_samples import report_of
from tests.importers.test_wizard import confirm_columns, curator  # noqa: F401 (a fixture)

FAULTS = Path(__file__).parents[1] / "surveys" / "faults"
pytestmark = pytest.mark.usefixtures("registry")
HEADER = ["Name of the tool", "Organisation", "Description", "Notes"]
TEXT = "Line for crews, at jane.invented@example.org, day and night."
ROW = ["Lumenvia", "Brightwater Collective", TEXT, ""]


def plan_of(path: Path, mapping: dict[str, object] | None = None) -> list[tuple[str, list[str]]]:
    plan = ImportSession.from_path(path, mapping=mapping).plan()
    return [(str(row.state), [f"{problem.column} {problem.code}" for problem in row.errors]) for row in plan.rows]


def test_the_kept_file_stops_at_its_three_rows() -> None:
    rows = {row["row"]: row for row in report_of(FAULTS / "08-personal-data-in-free-text.csv")["rows"]}
    assert [rows[number]["state"] for number in (2, 3, 4)] == ["invalid"] * 3
    found = {number: [(p["column"], p["code"]) for p in rows[number]["problems"]] for number in (2, 3, 4)}
    assert found == {number: [(letter, "personal-data")] for number, letter in ((2, "D"), (3, "D"), (4, "B"))}
    (problem,) = rows[2]["problems"]
    assert problem["offer"] == "Line for crews. Contact Jane Invented, Bangkok."


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (0, "Ring +66 81 234 5678"),
        (1, "Ms Maria Beispiel"),
        (1, "Trust of jane@example.org"),
        (2, "Visit us at 221B Baker Street."),
        (3, "Tel. 020 7946 0958"),
    ],
)
def test_every_public_text_is_looked_at(place: int, text: str, tmp_path: Path) -> None:
    row = [*ROW[:2], "Line for crews, day and night.", ""]
    row[place] = text
    letter = "ABCD"[place]
    assert plan_of(as_csv(tmp_path / "a.csv", [HEADER, row])) == [("invalid", [f"{letter} personal-data"])]


def test_a_confirmed_cell_goes_through_and_only_that_cell(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", [HEADER, ROW, ["Ostrakon", "Saltmarsh", TEXT, ""]])
    assert plan_of(path, {"public": {"2": ["C"]}}) == [("new", []), ("invalid", ["C personal-data"])]


def test_what_is_public_already_is_not_asked_again(tmp_path: Path) -> None:
    ImportSession.from_path(
        as_csv(tmp_path / "a.csv", [HEADER, ROW]), mapping={"public": {"2": ["C"]}}
    ).plan()  # fmt: skip
    session = ImportSession.from_path(as_csv(tmp_path / "a.csv", [HEADER, ROW]), mapping={"public": {"2": ["C"]}})
    session.plan()
    session.apply(mode="live")
    assert plan_of(tmp_path / "a.csv") == [("same", [])]


def test_the_wizard_offers_to_take_them_out_or_to_confirm(curator: Client) -> None:  # noqa: F811
    table = [HEADER, ROW, ["Ostrakon", "Saltmarsh", "Board game. Ask jane@example.org.", ""]]
    curator.post(reverse("importers:index"), {"pasted": "\n".join("\t".join(row) for row in table)})
    batch = Batch.objects.get()
    confirm_columns(curator, batch)
    page = curator.get(reverse("importers:batch", args=[batch.pk])).content.decode()
    assert 'name="offer-2-C"' in page
    assert 'name="public-3-C"' in page
    chosen = {"state": "invalid", "offer-2-C": "on", "cell-2-C": TEXT, "public-3-C": "on", "cell-3-C": table[2][2]}
    curator.post(reverse("importers:decide", args=[batch.pk]), chosen)
    batch.refresh_from_db()
    assert batch.counts["new"] == 2
    assert {row.number: row.values["summary"] for row in batch.rows.all()} == {
        2: "Line for crews, at, day and night.",
        3: "Board game. Ask jane@example.org.",
    }
    assert not Tool.objects.filter(name="Lumenvia").exists()


def test_a_long_cell_keeps_its_lines_in_the_wizard(curator: Client) -> None:  # noqa: F811
    text = "Board game.\nAsk jane@example.org."
    curator.post(
        reverse("importers:index"), {"pasted": f'Name\tWebsite\tDescription\nOstrakon\thttps://o.example.net\t"{text}"'}
    )
    batch = Batch.objects.get()
    confirm_columns(curator, batch)
    assert "<textarea" in curator.get(reverse("importers:batch", args=[batch.pk])).content.decode()
    sent = text.replace("\n", "\r\n")
    curator.post(
        reverse("importers:decide", args=[batch.pk]), {"state": "invalid", "cell-2-C": sent, "public-2-C": "on"}
    )
    batch.refresh_from_db()
    assert batch.options["fixes"] == {}
    assert batch.counts["new"] == 1
