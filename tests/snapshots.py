"""Test databases that already hold something, lent to one test at a time.

A snapshot is a second database beside the empty test database, copied from a template (tests/templates.py). While a
test borrows it, `connections["default"]` is a connection to the snapshot inside a transaction that is rolled back
afterwards; the empty database and whatever transaction the test has there stay untouched. Threads of their own (a live
server) still see the empty database.
"""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from taxonomy.cache import check_again
from tests import fingerprints, templates
from tests.templates import ALIAS


class Snapshot:
    """A filled copy of the empty test database, or of another snapshot.

    What ``fill`` writes is kept as a template for the next process.
    """

    def __init__(self, name: str, fill: Callable[[], None], base: "Snapshot | None" = None) -> None:
        # An index of its own: what is published here must not be found by tests of an empty registry.
        self.search_url = f"{settings.SEARCH_URL}-{name}"
        source = connections[ALIAS]
        if source.in_atomic_block:
            raise RuntimeError("A session or module fixture makes a snapshot, before a test opens its transaction.")
        self.connection: BaseDatabaseWrapper = connections.create_connection(ALIAS)
        own = templates.name_beside(str(source.settings_dict["NAME"]), name)

        def make(database: str) -> None:
            (base.provide if base else templates.provide_empty)(database)
            self.connection.settings_dict = {**source.settings_dict, "NAME": database}
            with self._in_place(), override_settings(SEARCH_URL=self.search_url):
                fill()
            self.connection.close()

        self._template = (name, fingerprints.of_loaded_database(), make)
        self.provide(own)
        self.connection.settings_dict = {**source.settings_dict, "NAME": own}

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[None]:
        """The snapshot is the database; what is written meanwhile is taken back."""
        with self._in_place(), transaction.atomic(using=ALIAS):
            try:
                yield
            finally:
                transaction.set_rollback(True, using=ALIAS)

    @contextlib.contextmanager
    def copied(self) -> Iterator[None]:
        """A copy is the database, for every thread and without a transaction around it, and is thrown away after."""
        with other_database(self.provide):
            yield

    def drop(self) -> None:
        self.connection.close()
        templates.drop(str(self.connection.settings_dict["NAME"]))

    def provide(self, target: str) -> None:
        """Make a copy of that name."""
        kind, fingerprint, make = self._template
        templates.provide(kind, fingerprint, target, make)

    @contextlib.contextmanager
    def _in_place(self) -> Iterator[None]:
        usual = connections[ALIAS]
        connections[ALIAS] = self.connection
        _forget_what_was_read()
        try:
            yield
        finally:
            connections[ALIAS] = usual
            _forget_what_was_read()


@contextlib.contextmanager
def other_database(provide: Callable[[str], None]) -> Iterator[None]:
    """What ``provide`` makes under the name it is given is this process's database for a while."""
    connection = connections[ALIAS]
    usual = str(connection.settings_dict["NAME"])
    own = templates.name_beside(usual, "own")
    provide(own)
    templates.point_to(connection, own)
    _forget_what_was_read()
    try:
        yield
    finally:
        templates.point_to(connection, usual)
        templates.drop(own)
        _forget_what_was_read()


def _forget_what_was_read() -> None:
    """What this process remembers was learnt from another database."""
    cache.clear()
    check_again()
