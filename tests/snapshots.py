"""Test databases that already hold something, made once a session and lent to one test at a time.

A snapshot is a second database beside the empty test database. While a test borrows it, `connections["default"]` is a
connection to the snapshot inside a transaction that is rolled back afterwards; the empty database and whatever
transaction the test has there stay untouched. Threads of their own (a live server) still see the empty database.
"""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from taxonomy.cache import check_again

ALIAS = "default"


class Snapshot:
    """A filled copy of the empty test database."""

    def __init__(self, name: str, fill: Callable[[], None]) -> None:
        self.name = name
        source = connections[ALIAS]
        self.connection: BaseDatabaseWrapper = connections.create_connection(ALIAS)
        self.connection.settings_dict = {**source.settings_dict, "NAME": _name_of_copy(source, name)}
        _copy(source, self.connection)
        with self._in_place():
            fill()

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[None]:
        """The snapshot is the database; what is written meanwhile is taken back."""
        with self._in_place(), transaction.atomic(using=ALIAS):
            try:
                yield
            finally:
                transaction.set_rollback(True, using=ALIAS)

    def drop(self) -> None:
        name = self.connection.settings_dict["NAME"]
        self.connection.close()
        if self.connection.vendor != "sqlite":
            connections[ALIAS].creation._destroy_test_db(name, verbosity=0)
        else:
            BaseDatabaseWrapper.close(self.connection)  # Django keeps in-memory databases open on close()

    @contextlib.contextmanager
    def _in_place(self) -> Iterator[None]:
        usual = connections[ALIAS]
        connections[ALIAS] = self.connection
        # An index of its own: what is published here must not be found by tests of an empty registry.
        with override_settings(SEARCH_URL=f"{settings.SEARCH_URL}-{self.name}"):
            _forget_what_was_read()
            try:
                yield
            finally:
                connections[ALIAS] = usual
                _forget_what_was_read()


def _forget_what_was_read() -> None:
    """What this process remembers was learnt from another database."""
    cache.clear()
    check_again()


def _name_of_copy(source: BaseDatabaseWrapper, name: str) -> str:
    if source.vendor == "sqlite":
        return f"file:memorydb_{name}?mode=memory&cache=shared"
    return f"{source.settings_dict['NAME']}_{name}"


def _copy(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> None:
    if source.in_atomic_block:
        raise RuntimeError("A snapshot is made by a session or module fixture, before a test opens its transaction.")
    if source.vendor == "sqlite":
        source.ensure_connection()
        target.ensure_connection()
        source.connection.backup(target.connection)
        return
    source.close()  # PostgreSQL copies only a database that nobody is connected to
    creation = source.creation
    with creation._nodb_cursor() as cursor:
        quoted = [creation.connection.ops.quote_name(each.settings_dict["NAME"]) for each in (target, source)]
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted[0]}")
        cursor.execute(f"CREATE DATABASE {quoted[0]} TEMPLATE {quoted[1]}")
