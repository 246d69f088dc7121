"""What is tried before our requirements allow it."""

import re
import tomllib
from pathlib import Path

import dependencies
import next_versions
import pytest


def test_the_bounds_of_what_is_tried_are_lifted_and_all_else_is_as_required() -> None:
    wanted = next_versions.requirements()
    project = tomllib.loads(dependencies.PROJECT.read_text(encoding="utf-8"))
    lifted = set(project["project"]["dependencies"]) - set(wanted)
    assert {re.split("[<>=]", requirement)[0] for requirement in lifted} == {"django", "wagtail"}
    assert set(next_versions.TRIED) <= set(wanted)
    names = {re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in wanted}
    assert names == dependencies.declared().runtime | next_versions.FOR_TESTS


def test_what_differs_is_told_and_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(next_versions, "_commands", lambda: iter(()))
    outputs = iter(
        [(True, "3 13 6.1.3 8.1"), (True, ""), (False, "No migrations?\nModel changed"), (True, "18 passed")]
    )
    monkeypatch.setattr(next_versions, "_output", lambda command: next(outputs))
    monkeypatch.setattr(next_versions, "FOLDER", tmp_path)
    next_versions.try_next_versions()
    told = capsys.readouterr().out
    assert "Python 3.13, Django 6.1.3, Wagtail 8.1" in told
    assert re.findall(r"^(ok|DIFFERS) ", told, re.MULTILINE) == ["ok", "DIFFERS", "ok"]
    assert "Model changed" in told
