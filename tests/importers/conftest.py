"""A registry with the vocabularies and the starting data, loaded once a module and rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded_registry(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_vocabularies", verbosity=0)
        call_command("load_catalogue", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def registry(loaded_registry: None, db: Any, settings: Any, tmp_path: Any) -> None:
    """Changes of one test are rolled back to the loaded state."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
