"""What a kept template of a database was made of, as one short text: another text, another template."""

import ast
import datetime
import functools
import hashlib
import json
import platform
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.source_tree import ROOT, rooms

MADE = {"__pycache__", "node_modules"}
# How templates are made, and with which releases of what we build on.
ALWAYS = ["requirements-dev.lock", "tests/templates.py", "tests/fingerprints.py", "tests/source_tree.py"]
# Who fills what, and on which base.
LOADING = [
    "tests/conftest.py",
    "tests/filling.py",
    "tests/snapshots.py",
    "tests/test_snapshots.py",
    "tests/browser/site.py",
    "tests/catalogue/factories.py",
]
ELSEWHERE = {"DATABASES", "SEARCH_URL"}  # settings that name a place of this one run


@functools.cache
def of_empty_database() -> str:
    """All migrations with the code of ours that they call, the settings, and what permissions are made of."""
    migrations = [path for app in apps.get_app_configs() for path in (Path(app.path) / "migrations").glob("*.py")]
    own = [path for path in migrations if path.is_relative_to(ROOT) and "site-packages" not in path.parts]
    own += (ROOT / "config" / "settings").glob("*.py")
    return _digest([*migrations, *_code_behind(own)], json.dumps(sorted(_models()), default=str))


@functools.cache
def of_loaded_database() -> str:
    """Every file of every room, since nearly any of them may have a say in what loading writes; and the day."""
    folders = [ROOT / name for name in (*rooms(), "locale")]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file() and not MADE & set(path.parts))
    return _digest([*files, *(ROOT / name for name in LOADING)], of_empty_database(), str(datetime.date.today()))


def _digest(files: Iterable[Path], *words: str) -> str:
    seal = hashlib.sha256()
    for word in (*words, platform.python_version(), sqlite3.sqlite_version, *_plain_settings()):
        seal.update(word.encode() + b"\0")
    always = [ROOT / name for name in ALWAYS]
    for path in sorted({*files, *always}):
        seal.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return seal.hexdigest()[:16]


def _plain_settings() -> Iterator[str]:
    """What the environment may have changed; what isn't plain data stands in the settings' own files."""
    for name in sorted(dir(settings)):
        if name.isupper() and name not in ELSEWHERE:
            try:
                yield f"{name}={json.dumps(getattr(settings, name), sort_keys=True)}"
            except TypeError:
                continue


def _models() -> Iterator[list[object]]:
    """Content types and permissions follow the models, not the migrations."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        yield [meta.label, meta.db_table, str(meta.verbose_name_raw), meta.default_permissions, meta.permissions]


def _code_behind(files: list[Path]) -> set[Path]:
    """The modules of ours that these files import, and those that they import in their turn."""
    waiting, seen = list(files), set(files)
    while waiting:
        for name in _imported(waiting.pop()):
            for path in _files_of(name):
                if path not in seen:
                    seen.add(path)
                    waiting.append(path)
    return seen


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = list(file.relative_to(ROOT).with_suffix("").parts[: -node.level]) if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files_of(module: str) -> Iterator[Path]:
    """The module's own file and the packages around it, as far as they are ours."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        path = ROOT.joinpath(*parts[:length])
        yield from (file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file())
