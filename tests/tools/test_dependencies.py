"""The checks of dependencies find what is undeclared, unused or unexplained."""

from collections.abc import Callable
from pathlib import Path

import dependencies
import documents
import pytest

PROJECT = """
[project]
dependencies = ["django>=5.2,<5.3", "whitenoise[brotli]>=6", "psycopg[binary]>=3"]
[dependency-groups]
dev = ["pytest-django>=4 ; python_version < '4'"]
"""
PAGE = """
| package | why it is here | licence | way out |
|---|---|---|---|
| django | the framework | BSD-3-Clause | none |
| whitenoise | files | MIT | a proxy |
| psycopg | database | LGPL-3.0-only | none |

## Not imported by our code

| package | why it is there all the same |
|---|---|
| psycopg | Django imports it |

## Development

| pytest-django | tests | BSD-3-Clause | none |
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Writes a file of a small project, in which all is in order as long as nothing else is written."""

    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    for module in (dependencies, documents):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(dependencies, "PROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(dependencies, "PAGE", tmp_path / "docs" / "dependencies.md")
    write("pyproject.toml", PROJECT)
    write("docs/dependencies.md", PAGE)
    write("config/settings.py", 'import django.conf\nMIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n')
    write("tests/test_all.py", "from pytest_django import asserts\nfrom django.test import Client\n")
    return write


def complaints() -> list[str]:
    return [complaint for check in dependencies.CHECKS.values() for complaint in check()]


def test_a_project_in_order_has_no_complaints(write: Callable[[str, str], None]) -> None:
    assert complaints() == []


def test_an_import_that_another_package_brought_is_named(write: Callable[[str, str], None]) -> None:
    write("search/engine.py", "def late():\n    from pydantic import BaseModel\n    import tomllib, search.other\n")
    assert complaints() == [
        "search/engine.py imports pydantic of pydantic, which is not among the dependencies of pyproject.toml"
    ]


def test_the_site_may_not_import_what_only_the_workshop_gets(write: Callable[[str, str], None]) -> None:
    write("search/engine.py", "import pytest_django\n")
    assert "search/engine.py imports pytest_django of pytest-django" in complaints()[0]


def test_the_site_may_import_what_is_optional(write: Callable[[str, str], None]) -> None:
    write("pyproject.toml", PROJECT + '[project.optional-dependencies]\nmore = ["pydantic>=2"]\n')
    write("docs/dependencies.md", PAGE + "| pydantic | checks | MIT | none |\n")
    assert len(complaints()) == 1, "nothing uses it yet"
    write("search/engine.py", "import pydantic\n")
    assert complaints() == []


def test_migrations_import_what_the_models_packages_want(write: Callable[[str, str], None]) -> None:
    write("search/migrations/0001_initial.py", "import pydantic\n")
    assert complaints() == []


@pytest.mark.parametrize("source", ["", 'PACKAGE = "django"\n', "# import django\n"])
def test_a_package_that_nothing_imports_needs_a_reason(write: Callable[[str, str], None], source: str) -> None:
    write("config/settings.py", source)
    assert [complaint.partition(";")[0] for complaint in complaints()] == [
        "nothing in the rooms imports django",
        "nothing in the rooms imports whitenoise",
    ]


def test_an_excuse_that_is_no_longer_true_is_named(write: Callable[[str, str], None]) -> None:
    write("search/engine.py", "import psycopg\n")
    assert complaints() == ["docs/dependencies.md says that nothing imports psycopg, but something does"]


def test_a_licence_must_be_the_one_that_the_package_states(write: Callable[[str, str], None]) -> None:
    write("docs/dependencies.md", PAGE.replace("LGPL-3.0-only", "MIT"))
    assert complaints() == ["docs/dependencies.md gives MIT as the licence of psycopg, which states LGPL-3.0-only"]


@pytest.mark.parametrize(
    "row", ["| whitenoise | files | MIT |", "| whitenoise | files | MIT | |", "| whitenoise | files |"]
)
def test_a_row_needs_a_licence_and_a_way_out(write: Callable[[str, str], None], row: str) -> None:
    write("docs/dependencies.md", PAGE.replace("| whitenoise | files | MIT | a proxy |", row))
    assert complaints() == ["docs/dependencies.md gives no licence or no way out for whitenoise"]


def test_reasons_belong_to_dependencies(write: Callable[[str, str], None]) -> None:
    write("docs/dependencies.md", PAGE.replace("| whitenoise |", "| blacknoise |"))
    assert complaints() == [
        "docs/dependencies.md gives no reason for whitenoise",
        "docs/dependencies.md gives a reason for blacknoise, which is no dependency",
    ]
