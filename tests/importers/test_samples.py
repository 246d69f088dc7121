"""The sample surveys import as their expected outcomes say, through the command that people use."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

SURVEYS = Path(__file__).parents[1] / "surveys"
SAMPLES = sorted(path.name.removesuffix(".expected.json") for path in SURVEYS.glob("*.expected.json"))
pytestmark = pytest.mark.usefixtures("registry")


def expected(name: str) -> dict[str, Any]:
    return json.loads((SURVEYS / f"{name}.expected.json").read_text(encoding="utf-8"))


def report_of(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import_survey", str(path), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture(params=SAMPLES)
def sample(request: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    wanted = expected(request.param)
    return wanted, report_of(SURVEYS / wanted["file"])


def as_set(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else {value}


def test_the_table_is_found_and_columns_are_mapped(sample: Any) -> None:
    wanted, report = sample
    assert report["sheet"] == wanted.get("sheet", report["sheet"])
    assert report["header_row"] == wanted["header_row"]
    found = {column["header"]: column["field"] for column in report["columns"]}
    assert {header: found.get(header) for header in wanted["columns"]} == wanted["columns"]


def test_every_row_gets_an_acceptable_state_and_names_its_record(sample: Any) -> None:
    wanted, report = sample
    rows = {row["row"]: row for row in report["rows"]}
    wrong = [
        (row["row"], row["kind"], rows[row["row"]]["state"], rows[row["row"]]["tool"])
        for row in wanted["rows"]
        if rows[row["row"]]["state"] not in row["states"] or rows[row["row"]]["tool"] != row["match"]
    ]
    assert wrong == []
    others = {number: row for number, row in rows.items() if number not in {row["row"] for row in wanted["rows"]}}
    assert all(row["state"] == "skipped" for row in others.values()), others


def test_values_are_found_and_nothing_is_invented(sample: Any) -> None:
    wanted, report = sample
    rows = {row["row"]: row for row in report["rows"]}
    found = total = 0
    invented = []
    for row in wanted["rows"]:
        if row["kind"] in ("invalid", "refused"):
            continue
        values = rows[row["row"]]["values"]
        for name, value in row["values"].items():
            got = as_set(values.get(name, []))
            total += len(as_set(value))
            found += len(as_set(value) & got)
            invented += [(row["row"], name, extra) for extra in got - as_set(value)]
        free = {"name", "organisation", "url", "summary", "notes"}
        invented += [(row["row"], name) for name in set(values) - set(row["values"]) - free]
    assert found >= 0.97 * total
    assert invented == []


def test_nothing_private_and_nothing_of_refused_rows_is_in_the_report(sample: Any) -> None:
    wanted, report = sample
    text = json.dumps(report, ensure_ascii=False)
    assert "@example.org" not in text
    refused = [row["name"] for row in wanted["rows"] if row["kind"] == "refused"]
    assert not any(name in text for name in refused)


def test_all_problems_of_a_row_are_said_at_once() -> None:
    report = report_of(SURVEYS / "google-forms-en.csv")
    row = next(row for row in report["rows"] if row["row"] == 24)
    codes = {(problem["column"], problem["code"]) for problem in row["problems"]}
    assert codes == {("E", "bad-address"), ("G", "unknown-value"), ("K", "unknown-value"), ("N", "bad-year")}
    assert all(problem["message"] for problem in row["problems"])
