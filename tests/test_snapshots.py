"""The fixtures' own promise: a borrowed snapshot gives back what it was lent, and the empty database stays empty."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from catalogue.loading import STARTING_DATA
from catalogue.models import Tool
from taxonomy.current import vocabulary_index
from taxonomy.models import Vocabulary
from tests.snapshots import Snapshot


@pytest.fixture(scope="module")
def snapshot(django_db_setup: None, django_db_blocker: Any) -> Iterator[Snapshot]:
    with django_db_blocker.unblock():
        made = Snapshot("probe", lambda: Group.objects.create(name="filled") and None)
    yield made
    with django_db_blocker.unblock():
        made.drop()


def test_a_borrowed_snapshot_is_filled_isolated_and_restored(snapshot: Snapshot, db: None) -> None:
    names = Group.objects.filter(name__in=["only in this test", "filled", "written"]).values_list("name", flat=True)
    Group.objects.create(name="only in this test")
    for _ in range(2):
        with snapshot.borrowed():
            assert list(names.all()) == ["filled"]
            Group.objects.create(name="written")
            assert set(names.all()) == {"filled", "written"}
    assert list(names.all()) == ["only in this test"]


def test_the_registry_holds_the_whole_starting_data(registry: None) -> None:
    records = STARTING_DATA.read_text(encoding="utf-8").splitlines()
    assert Tool.objects.count() == len(records)
    assert vocabulary_index().term("tool_type", "reporting-hotlines") is not None


def test_the_vocabularies_come_without_records(vocabularies: None) -> None:
    assert Vocabulary.objects.exists()
    assert not Tool.objects.exists()


def test_the_empty_registry_is_empty(db: None) -> None:
    assert not Tool.objects.exists()
    assert not Vocabulary.objects.exists()


@pytest.mark.postgresql
def test_the_postgresql_run_is_on_postgresql(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        assert "PostgreSQL" in cursor.fetchone()[0]
