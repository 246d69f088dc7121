"""The vocabularies as the project ships them."""

from collections.abc import Iterator

import pytest

from taxonomy import cache
from taxonomy.index import VocabularyIndex, vocabulary_index


@pytest.fixture
def vocabularies(vocabularies: None) -> Iterator[VocabularyIndex]:
    """All vocabularies loaded, and their index."""
    cache.check_again()
    yield vocabulary_index()
    cache.check_again()
