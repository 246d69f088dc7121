"""The vocabularies as the project ships them."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from taxonomy import cache
from taxonomy.index import VocabularyIndex, vocabulary_index
from taxonomy.loading import load_vocabularies


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Loads them once below all tests of this room: loading again then costs next to nothing."""
    with django_db_blocker.unblock():
        load_vocabularies()


@pytest.fixture
def vocabularies(db: None) -> Iterator[VocabularyIndex]:
    """All vocabularies loaded, and their index."""
    load_vocabularies()
    cache.check_again()
    yield vocabulary_index()
    cache.check_again()
