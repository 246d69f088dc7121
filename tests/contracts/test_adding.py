"""A field and a facet are added in few files, and everything else follows: done in a copy of the product.

The recipes are docs/how-to/add-a-field.md and docs/how-to/add-a-facet.md.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_tree import ROOT, rooms

MOST_FILES = {"field": 6, "facet": 8}
WALK = Path(__file__).parent / "adding" / "walk.py"
SETTINGS = """
from config.settings.test import *


class _FromTheModels:
    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


MIGRATION_MODULES = _FromTheModels()
DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "walk.sqlite3"}
"""
VENUES = {
    "vocabulary": "venue",
    "label": {"en": "Venue"},
    "note": "Where it is used.",
    "terms": [
        {"slug": slug, "parent": None, "definition": {"en": slug}, "labels": {"en": slug.capitalize()}, "synonyms": {}}
        for slug in ("shelter", "border")
    ],
}
# Beside these: the migration of a column, and the template that shows a value at its place on the page.
FIELD = {
    "catalogue/models/tools.py": (
        "    # Is it safe\n",
        '    reach = CleanCharField(_("people reached"), max_length=60, blank=True)\n',
    ),
    "catalogue/fields/declared.py": (
        '    _safeguard("personal_data"',
        '    _column("reach", _("People reached"), checks.line(60), told=Told.VALUES),\n',
    ),
    "catalogue/records.py": ('    status_note: str = ""\n', '    reach: str = ""\n'),
    "importers/data/headers.tsv": ("survivor_involvement\ten\t", "reach\ten\tpeople reached\n"),
}
FACET = {
    "catalogue/fields/declared.py": (
        '    _safeguard("personal_data"',
        '    _terms("venues", _("Venue"), "venue"),\n',
    ),
    "catalogue/records.py": ('    status_note: str = ""\n', "    venues: tuple[str, ...] = ()\n"),
    "search/facets.py": (
        '    Facet(\n        "evidence",',
        '    Facet("venue", _("Venue"), _("Where it is used."), "venue"),\n',
    ),
    "importers/data/headers.tsv": ("survivor_involvement\ten\t", "venues\ten\tvenue\n"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in (*rooms(), "templates", "static", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "walk_settings.py").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_a_field_and_a_facet_are_added_in_few_files(copy: Path) -> None:
    for additions in (FIELD, FACET):
        for name, (anchor, line) in additions.items():
            _insert(copy / name, anchor, line)
    vocabulary = copy / "taxonomy" / "data" / "vocabularies" / "venue.json"
    vocabulary.write_text(json.dumps(VENUES), encoding="utf-8")
    assert len(FIELD) + 2 <= MOST_FILES["field"]
    assert len(FACET) + 2 <= MOST_FILES["facet"]
    assert _forgotten(copy) == []


def _insert(path: Path, anchor: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(anchor) == 1, f"{anchor!r} no longer stands once in {path.name}"
    path.write_text(text.replace(anchor, line + anchor), encoding="utf-8")


def _forgotten(copy: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "VAR_DIR": str(copy / "var")}
    environment.pop("DATABASE_URL", None)
    finished = subprocess.run(
        [sys.executable, str(WALK)], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    forgotten: list[str] = json.loads(finished.stdout.splitlines()[-1])
    return forgotten
