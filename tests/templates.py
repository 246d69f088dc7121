"""Databases made once and copied whenever a test process needs one.

On SQLite templates are files under var/test-databases, kept between runs; on PostgreSQL databases of the server beside
the test database (a run's own server ends with it). A template's name holds what it was made of
(tests/fingerprints.py), so one that is out of date is never found. Whoever comes first makes it; the others wait.
"""

import contextlib
import fcntl
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests import fingerprints

ALIAS = "default"
FOLDER = fingerprints.ROOT / "var" / "test-databases"
KEPT = 3  # so that changing between two branches makes nothing anew

Make = Callable[[str], None]


def provide_empty(target: str) -> None:
    """Make ``target`` a database that holds what the migrations make, and nothing else."""
    provide("empty", fingerprints.of_empty_database(), target, _migrate)


def provide(kind: str, fingerprint: str, target: str, make: Make) -> None:
    """Make ``target`` a copy of the template; ``make`` makes a database of the name it is given if there is none."""
    provide_there = _copy_file if connections[ALIAS].vendor == "sqlite" else _copy_on_server
    provide_there(kind, fingerprint, target, make)


def provide_folder(kind: str, fingerprint: str, target: Path, make: Callable[[Path], None]) -> None:
    """Copy a folder that is kept beside the databases; ``make`` fills an empty one if there is none."""
    template, unfinished = FOLDER / f"{kind}-{fingerprint}", FOLDER / f"{kind}.unfinished"
    with _only_one(kind):
        if not template.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.replace(template)
        _forget_old(kind, template)
        shutil.copytree(template, target, dirs_exist_ok=True)


def drop(name: str) -> None:
    if connections[ALIAS].vendor == "sqlite":
        _remove_file(Path(name))
        return
    with _server() as run:
        run(f"DROP DATABASE IF EXISTS {_quoted(name)}")


def name_beside(name: str, word: str) -> str:
    """The name of another database of this process."""
    if connections[ALIAS].vendor == "sqlite":
        path = Path(name)
        return str(path.with_name(f"{path.stem}_{word}{path.suffix}"))
    return f"{name}_{word}"


def _migrate(name: str) -> None:
    connection = connections[ALIAS]
    point_to(connection, name)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    connection.close()


def point_to(connection: BaseDatabaseWrapper, name: str) -> None:
    """This connection and those that other threads open from now on lead to the database of this name."""
    connection.close()
    settings.DATABASES[ALIAS]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _copy_file(kind: str, fingerprint: str, target: str, make: Make) -> None:
    template = FOLDER / f"{kind}-{fingerprint}.sqlite3"
    with _only_one(kind):
        if not template.exists():
            unfinished = FOLDER / f"{kind}.unfinished"
            _remove_file(unfinished)
            make(str(unfinished))
            if unfinished.with_name(f"{unfinished.name}-wal").exists():
                raise RuntimeError(f"Somebody is still connected to {unfinished}.")
            unfinished.replace(template)
        _forget_old(kind, template)
        _remove_file(Path(target))
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, target)


@contextlib.contextmanager
def _only_one(kind: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_old(kind: str, used: Path) -> None:
    os.utime(used)
    by_use = sorted(FOLDER.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_use[KEPT:]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _remove_file(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copy_on_server(kind: str, fingerprint: str, target: str, make: Make) -> None:
    template, unfinished = f"test_template_{kind}_{fingerprint}", f"test_unfinished_{kind}"
    with _server() as run:
        run("SELECT pg_advisory_lock(%s)", zlib.crc32(f"tests {kind}".encode()))  # until the connection is closed
        rows = run("SELECT datname FROM pg_database WHERE datname LIKE %s", f"test_template_{kind}_%")
        known = [name for (name,) in rows]
        if template not in known:
            for name in (unfinished, *known):
                run(f"DROP DATABASE IF EXISTS {_quoted(name)}")
            run(f"CREATE DATABASE {_quoted(unfinished)}")
            make(unfinished)
            run(f"ALTER DATABASE {_quoted(unfinished)} RENAME TO {_quoted(template)}")
        run(f"DROP DATABASE IF EXISTS {_quoted(target)}")
        run(f"CREATE DATABASE {_quoted(target)} TEMPLATE {_quoted(template)}")


@contextlib.contextmanager
def _server() -> Iterator[Callable[..., list[tuple[str, ...]]]]:
    """What runs one statement on the server, connected to none of the databases that tests use."""
    with connections[ALIAS]._nodb_cursor() as cursor:

        def run(statement: str, *values: object) -> list[tuple[str, ...]]:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

        yield run


def _quoted(name: str) -> str:
    return connections[ALIAS].ops.quote_name(name)
