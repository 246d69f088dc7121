"""Fixtures for every room: what a database holds, and what to do when a service is missing.

- `db` (pytest-django): an empty registry.
- `vocabularies`: all vocabularies, no record.
- `registry`: the vocabularies and the whole starting data.

- `own_database`, `own_registry`: as the first and the last, in a database of the test's own, where commits are real.

All are copies of templates that are made once (tests/templates.py); the first three are rolled back after each test.
"""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from search.signal_handlers import held_back
from tests import templates
from tests.services import missing_service
from tests.snapshots import Snapshot, other_database
from tests.templates import ALIAS

# A property holds however slow the machine is that shows it.
hypothesis.settings.register_profile(
    "unhurried",
    parent=hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")

DATABASE_FIXTURES = {"db", "live_server", "vocabularies", "registry", "own_database", "own_registry"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that use the database (for a second run on another database)",
    )


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        # Tests that share a server stay in one process when pytest-xdist runs several.
        for name in ("browser", "elasticsearch"):
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(name))
    if config.getoption("--database-only"):
        chosen = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql"):
        from django.db import connection

        if connection.vendor != "postgresql":
            # Not missing: the same suite runs on PostgreSQL afterwards, and there this test runs.
            pytest.skip("needs PostgreSQL as the database (make test runs it there)")


def _uses_database(item: pytest.Item) -> bool:
    from django.test import TransactionTestCase

    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    cls = getattr(item, "cls", None)
    return cls is not None and issubclass(cls, TransactionTestCase)


@pytest.fixture(autouse=True)
def _vocabularies_as_they_are() -> None:
    """What another test changed in the vocabularies was rolled back, which no signal tells."""
    from taxonomy import cache

    cache.check_again()


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """A request leaves the language of its page active in its thread; the next test starts with English again."""
    translation.activate(site_settings.LANGUAGE_CODE)
    yield
    translation.activate(site_settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The empty test database of this process, in the place of pytest-django's, which migrates one each time."""
    connection = connections[ALIAS]
    name = connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        templates.provide_empty(name)
        templates.point_to(connection, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        templates.drop(name)


@pytest.fixture(scope="session")
def _vocabularies_snapshot(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _snapshot(django_db_blocker, "vocabularies", ["load_vocabularies"])


@pytest.fixture(scope="session")
def _registry_snapshot(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _snapshot(django_db_blocker, "registry", ["load_vocabularies", "load_catalogue"])


def _snapshot(blocker: DjangoDbBlocker, name: str, commands: list[str]) -> Iterator[Snapshot]:
    def fill() -> None:
        # Most tests of the registry never search, and the index makes itself anew for the first that does.
        with held_back():
            for command in commands:
                call_command(command, verbosity=0)

    with blocker.unblock():
        snapshot = Snapshot(name, fill)
    yield snapshot
    with blocker.unblock():
        snapshot.drop()


@pytest.fixture
def vocabularies(
    request: pytest.FixtureRequest, _vocabularies_snapshot: Snapshot, db: None, settings: Settings
) -> Iterator[None]:
    """Every vocabulary of the starting data."""
    if "registry" in request.fixturenames:  # which holds them too
        yield
        return
    settings.SEARCH_URL = _vocabularies_snapshot.search_url
    with _vocabularies_snapshot.borrowed():
        yield


@pytest.fixture
def registry(_registry_snapshot: Snapshot, db: None, settings: Settings) -> Iterator[None]:
    """The whole starting data: vocabularies and all records."""
    settings.SEARCH_URL = _registry_snapshot.search_url
    with _registry_snapshot.borrowed():
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty registry in a database that goes with the test: commits, threads and processes work as on a site."""
    with django_db_blocker.unblock(), other_database(templates.provide_empty):
        yield


@pytest.fixture
def own_registry(
    _registry_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[None]:
    """The whole starting data in a database that goes with the test."""
    settings.SEARCH_URL = _registry_snapshot.search_url
    with django_db_blocker.unblock(), _registry_snapshot.copied():
        yield


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """SEARCH_URL of a real Elasticsearch that answers; skips without one, fails in CI."""
    from tests.services import answers

    url = os.environ.get("TEST_ELASTICSEARCH_URL", "elasticsearch://127.0.0.1:9200/registry-tests")
    health = "http://" + url.removeprefix("elasticsearch://").partition("/")[0] + "/_cluster/health"
    if not answers(health):
        missing_service(f"no Elasticsearch answers at {health}; `make elasticsearch` starts one")
    return url
