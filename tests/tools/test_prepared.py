"""The web server goes first only where nothing changed since the site was last prepared."""

import os
from pathlib import Path

import pytest
from prepared import fingerprint

FILES = ("catalogue/migrations/0001_initial.py", "catalogue/data/pages/en/about.html", "static/css/base.css")
SETTINGS = {"DATABASE_URL": "sqlite:///a", "SEARCH_URL": ""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*FILES, "requirements.lock", "catalogue/views.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*FILES, "requirements.lock"])
def test_a_change_of_what_is_prepared_shows(root: Path, name: str) -> None:
    before = fingerprint(SETTINGS, root)
    assert fingerprint(SETTINGS, root) == before
    os.utime(root / name, ns=(1, 1))
    assert fingerprint(SETTINGS, root) != before


def test_a_new_migration_shows_and_a_changed_view_needs_no_preparation(root: Path) -> None:
    before = fingerprint(SETTINGS, root)
    (root / "catalogue" / "views.py").write_text("two", encoding="utf-8")
    assert fingerprint(SETTINGS, root) == before
    (root / "catalogue" / "migrations" / "0002_more.py").write_text("", encoding="utf-8")
    assert fingerprint(SETTINGS, root) != before


def test_another_database_is_another_site(root: Path) -> None:
    assert fingerprint({**SETTINGS, "DATABASE_URL": "sqlite:///b"}, root) != fingerprint(SETTINGS, root)
    assert fingerprint({**SETTINGS, "PORT": "9000"}, root) == fingerprint(SETTINGS, root)
