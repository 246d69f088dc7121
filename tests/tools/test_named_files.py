"""What documents name is there: a page or a docstring that points to nothing is found."""

from pathlib import Path

import documents
import named_files
import pytest

FILES = {
    "search/query.py": "class ToolQuery: ...\n",
    "search/ranking/__init__.py": "",
    "search/ranking/fusion.py": '"""See docs/reference/search.md."""\n',
    "docs/reference/search.md": "What ranking knows is in `ranking/fusion.py`, asked by `search.query.ToolQuery`.\n",
    "search/README.md": "| `query.py`, `ranking/` | `search.ranking.fusion` |\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(documents, "ROOT", tmp_path)
    monkeypatch.setattr(named_files, "ROOT", tmp_path)
    return tmp_path


def test_names_of_what_is_there_are_no_complaint(project: Path) -> None:
    assert named_files.check_named_files() == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("search/query.py", "search/queries.py", {"docs/reference/search.md", "search/README.md"}),
        ("search/ranking/fusion.py", "search/ranking/mixing.py", {"docs/reference/search.md", "search/README.md"}),
        ("docs/reference/search.md", "docs/reference/find.md", {"search/ranking/fusion.py"}),
    ],
)
def test_a_file_that_was_renamed_is_missed_where_it_was_named(
    project: Path, old: str, new: str, named: set[str]
) -> None:
    (project / old).rename(project / new)
    assert {line.partition(" names ")[0] for line in named_files.check_named_files()} == named


def test_a_rooms_page_means_its_own_modules(project: Path) -> None:
    (project / "gaps").mkdir()
    (project / "gaps" / "README.md").write_text("| `query.py` | a question |", encoding="utf-8")
    assert named_files.check_named_files() == ["gaps/README.md names query.py, which isn't there"]


def test_a_name_that_left_its_module_is_missed(project: Path) -> None:
    (project / "search" / "query.py").write_text("class Query: ...\n", encoding="utf-8")
    assert named_files.check_named_files() == [
        "docs/reference/search.md names search.query.ToolQuery, which isn't there"
    ]


@pytest.mark.parametrize("word", ["answers.xlsx", "var/export/", "manage.py overlap", "/tools/", "utf-8", "a/b"])
def test_what_is_no_file_of_the_project_is_left_alone(project: Path, word: str) -> None:
    (project / "README.md").write_text(f"As in `{word}`.", encoding="utf-8")
    assert named_files.check_named_files() == []


def test_examples_in_fences_are_left_alone(project: Path) -> None:
    (project / "README.md").write_text("```\nsee `search/gone.py`\n```\n", encoding="utf-8")
    assert named_files.check_named_files() == []
