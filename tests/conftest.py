"""Fixtures for every room: what a database holds, and what to do when a service is missing.

- `db` (pytest-django): an empty registry.
- `vocabularies`: all vocabularies, no record.
- `registry`: the vocabularies and the whole starting data.
- `registry_with_needs`, `registry_with_analyses`: the indicators of need besides; all pages as well.
- `many_tools`: the vocabularies and 3,000 made-up records.

- `own_database`, `own_registry`: as the first and the third, in a database of the test's own, where commits are real.

All are copies of templates that are made once (tests/templates.py); all but the last two are rolled back after each
test.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.db import connections
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from search.documents import SearchDocument
from tests import filling, fingerprints, templates
from tests.search.memory_engine import MemoryEngine, registry_documents
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

BROWSER_TESTS = Path(__file__).parent / "browser"
HOLDING_VOCABULARIES = {"registry", "registry_with_needs", "registry_with_analyses", "many_tools"}
DATABASE_FIXTURES = {"db", "live_server", "vocabularies", "own_database", "own_registry"} | HOLDING_VOCABULARIES


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tell-needs",
        action="store_true",
        help="with --collect-only: print what the chosen tests need from outside",
    )
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that use the database (for a second run on another database)",
    )


def pytest_sessionstart() -> None:
    """Take the fingerprint of the code that is being imported; a file saved while tests run is another template's."""
    fingerprints.of_loaded_database()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        # Tests of one file that share a server stay in one process when pytest-xdist runs several.
        for name in ("browser", "elasticsearch"):
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(f"{name}-{item.path.stem}"))
    # Playwright leaves its event loop in the thread of its process, where Django then refuses the database.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if config.getoption("--database-only"):
        chosen = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.getoption("--tell-needs"):
        print("needs:", *sorted({need for item in session.items for need in _needs_of(item)}))  # noqa: T201


def _needs_of(item: pytest.Item) -> Iterator[str]:
    """Services by the names that tools/suite.py knows them by."""
    served = [name for name in ("browser", "elasticsearch") if item.get_closest_marker(name)]
    yield from served
    if _uses_database(item) and not served and not item.get_closest_marker("any_database"):
        yield "postgresql"


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
    yield from _made(django_db_blocker, "vocabularies", filling.load_vocabularies, None)


@pytest.fixture(scope="session")
def registry_snapshot(_vocabularies_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _made(django_db_blocker, "registry", filling.load_records, _vocabularies_snapshot)


@pytest.fixture(scope="session")
def _needs_snapshot(registry_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _made(django_db_blocker, "needs", filling.load_needs, registry_snapshot)


@pytest.fixture(scope="session")
def _analyses_snapshot(_needs_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _made(django_db_blocker, "analyses", filling.make_pages, _needs_snapshot)


@pytest.fixture(scope="session")
def _many_snapshot(_vocabularies_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    yield from _made(django_db_blocker, "many", filling.make_many_tools, _vocabularies_snapshot)


def _made(blocker: DjangoDbBlocker, name: str, fill: Callable[[], None], base: Snapshot | None) -> Iterator[Snapshot]:
    with blocker.unblock():
        snapshot = Snapshot(name, fill, base)
    yield snapshot
    with blocker.unblock():
        snapshot.drop()


def _lent(snapshot: Snapshot, settings: Settings) -> Iterator[None]:
    settings.SEARCH_URL = snapshot.search_url
    with snapshot.borrowed():
        yield


@pytest.fixture
def vocabularies(
    request: pytest.FixtureRequest, _vocabularies_snapshot: Snapshot, db: None, settings: Settings
) -> Iterator[None]:
    """Every vocabulary of the starting data."""
    if HOLDING_VOCABULARIES & set(request.fixturenames):
        yield
    else:
        yield from _lent(_vocabularies_snapshot, settings)


@pytest.fixture
def registry(registry_snapshot: Snapshot, db: None, settings: Settings) -> Iterator[None]:
    """The whole starting data: vocabularies and all records."""
    yield from _lent(registry_snapshot, settings)


@pytest.fixture
def registry_with_needs(_needs_snapshot: Snapshot, db: None, settings: Settings) -> Iterator[None]:
    """The whole starting data and the indicators of need."""
    yield from _lent(_needs_snapshot, settings)


@pytest.fixture
def registry_with_analyses(_analyses_snapshot: Snapshot, db: None, settings: Settings) -> Iterator[None]:
    """The whole starting data, the indicators of need, and the pages of every language: texts and analyses."""
    yield from _lent(_analyses_snapshot, settings)


@pytest.fixture
def many_tools(_many_snapshot: Snapshot, db: None, settings: Settings) -> Iterator[None]:
    """3,000 made-up records (tests/catalogue/factories.py)."""
    yield from _lent(_many_snapshot, settings)


@pytest.fixture(scope="session")
def _registry_documents(registry_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> list[SearchDocument]:
    with django_db_blocker.unblock(), registry_snapshot.borrowed():
        return list(registry_documents())


@pytest.fixture
def memory_engine(
    registry: None, _registry_documents: list[SearchDocument], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> MemoryEngine:
    """A plain engine with the whole starting data answers this site's readers."""
    engine = MemoryEngine(_registry_documents)
    engine.answer_readers(monkeypatch, settings)
    return engine


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty registry in a database that goes with the test: commits, threads and processes work as on a site."""
    with django_db_blocker.unblock(), other_database(templates.provide_empty):
        yield


@pytest.fixture
def own_registry(registry_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[None]:
    """The whole starting data in a database that goes with the test."""
    settings.SEARCH_URL = registry_snapshot.search_url
    with django_db_blocker.unblock(), registry_snapshot.copied():
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
