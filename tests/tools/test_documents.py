"""The documentation's checks find what they are for."""

from pathlib import Path

import documents
import pytest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose documentation is true."""
    reference = tmp_path / "docs" / "reference"
    reference.mkdir(parents=True)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.py").write_text('env.text("BASE_URL")\n', encoding="utf-8")
    (tmp_path / "config" / "README.md").write_text("[settings](../docs/reference/settings.md#top)", encoding="utf-8")
    (reference / "settings.md").write_text("| `BASE_URL` | none | the address |\n", encoding="utf-8")
    (reference / "commands.md").write_text("### `reindex [--check]`\n", encoding="utf-8")
    commands = tmp_path / "search" / "management" / "commands"
    commands.mkdir(parents=True)
    (commands / "reindex.py").touch()
    monkeypatch.setattr(documents, "ROOT", tmp_path)
    monkeypatch.setattr(documents, "SETTINGS_PAGE", reference / "settings.md")
    monkeypatch.setattr(documents, "COMMANDS_PAGE", reference / "commands.md")
    monkeypatch.setattr(documents, "DECISIONS", tmp_path / "docs" / "decisions")
    return tmp_path


def test_a_true_documentation_has_no_complaints(project: Path) -> None:
    for check in (documents.check_links, documents.check_settings, documents.check_commands, documents.check_strings):
        assert check() == []


def test_a_link_that_leads_nowhere_is_named(project: Path) -> None:
    (project / "README.md").write_text("[a](gone.md) [b](https://example.org) [c](#here)", encoding="utf-8")
    assert documents.check_links() == ["README.md: the link gone.md leads nowhere"]


def test_settings_must_be_described_and_exist(project: Path) -> None:
    (project / "config" / "more.py").write_text(
        'env.flag("SECOND", default=True)\nos.environ.get("THIRD")\nos.environ["DJANGO_SETTINGS_MODULE"]\n',
        encoding="utf-8",
    )
    (project / "config" / "settings.py").write_text("", encoding="utf-8")
    complaints = "\n".join(documents.check_settings())
    assert "SECOND" in complaints
    assert "THIRD" in complaints
    assert "describes BASE_URL, which nothing reads" in complaints
    assert "DJANGO" not in complaints


@pytest.mark.parametrize(
    ("name", "text", "is_fine"),
    [
        (
            "0010-records.md",
            "# 0010. Records\n\n**Status:** accepted. **Date:** 1 May 2026. **Supersedes:** none.\n",
            True,
        ),
        ("0010-records.md", "# 0010. Records\n\n**Decided.** So.\n", False),
        (
            "0010-records.md",
            "# 0011. Records\n\n**Status:** accepted. **Date:** 1 May 2026. **Supersedes:** none.\n",
            False,
        ),
        (
            "0010-records.md",
            "# 0010. Records\n\n**Status:** perhaps. **Date:** 1 May 2026. **Supersedes:** none.\n",
            False,
        ),
    ],
)
def test_a_decision_says_whether_and_since_when_it_holds(project: Path, name: str, text: str, is_fine: bool) -> None:
    folder = project / "docs" / "decisions"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    assert (documents.check_decisions() == []) is is_fine


def test_commands_must_be_described_and_exist(project: Path) -> None:
    folder = project / "search" / "management" / "commands"
    (folder / "reindex.py").rename(folder / "index_again.py")
    assert len(documents.check_commands()) == 2


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("see /" + "work/somewhere", True),
        ("open('/" + "home/ann/x')", True),
        ("index https://pypi" + ".org/simple", True),
        ("https://example.org/" + "home/page", False),
        ("cd /srv/registry/site", False),
        ("frame" + "work/room", False),
    ],
)
def test_traces_of_a_machine_are_found_and_ordinary_text_is_not(project: Path, line: str, is_found: bool) -> None:
    (project / "config" / "note.txt").write_text(line, encoding="utf-8")
    assert bool(documents.check_strings()) is is_found
