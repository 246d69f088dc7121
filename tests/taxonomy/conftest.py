"""The vocabularies as the project ships them."""

from collections.abc import Iterator

import pytest

from taxonomy import cache
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex


@pytest.fixture
def vocabularies(vocabularies: None) -> Iterator[VocabularyIndex]:
    """All vocabularies loaded, and their index."""
    cache.check_again()
    yield vocabulary_index()
    cache.check_again()
