"""The fixtures' own promise: a borrowed snapshot gives back what it was lent, and the empty database stays empty."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

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


@pytest.mark.postgresql
def test_the_postgresql_run_is_on_postgresql(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        assert "PostgreSQL" in cursor.fetchone()[0]
