"""`make test` counts over its parts, and fails in CI for what it could not get."""

from pathlib import Path

import pytest
import suite

REPORT = """<?xml version="1.0"?><testsuites>
<testsuite name="pytest" tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"/></testsuites>"""


def test_reports_are_added_up(tmp_path: Path) -> None:
    tally = suite.Tally()
    for number, counts in enumerate([(10, 1, 1, 2), (5, 0, 0, 1)]):
        report = tmp_path / f"{number}.xml"
        tests, failures, errors, skipped = counts
        report.write_text(REPORT.format(tests=tests, failures=failures, errors=errors, skipped=skipped))
        tally += suite._read_report(report)
    assert str(tally) == "10 passed, 2 failed, 3 skipped"


def test_a_run_without_a_report_counts_nothing(tmp_path: Path) -> None:
    assert suite._read_report(tmp_path / "none.xml") == suite.Tally()


def test_what_is_missing_is_named_before_the_closing_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite._close(suite.Tally(3, 0, 1), ["PostgreSQL: none here"])
    lines = capsys.readouterr().out.strip().splitlines()
    assert "CI must have it" in lines[0]
    assert lines[1] == "- PostgreSQL: none here"
    assert lines[-1] == "3 passed, 0 failed, 1 skipped"
