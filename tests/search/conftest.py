"""Engine tests use the starting vocabularies without a database; tests of pages a plain engine in front of the data."""

import pytest

from tests.search.starting_data import vocabulary


@pytest.fixture(autouse=True)
def _starting_vocabulary(monkeypatch):
    monkeypatch.setattr("search.engines.ranked.vocabulary_wordings", vocabulary)


@pytest.fixture
def memory_engine(registry, monkeypatch, settings):
    """tests.search.memory_engine.MemoryEngine with the whole starting data, answering this site's readers."""
    from tests.search.memory_engine import answering, memory_engine_of_the_registry

    return answering(memory_engine_of_the_registry(), monkeypatch, settings)
