"""The plain engine answers the API's readers."""

import pytest


@pytest.fixture
def memory_engine(registry, monkeypatch, settings):
    from tests.search.memory_engine import answering, memory_engine_of_the_registry

    return answering(memory_engine_of_the_registry(), monkeypatch, settings)
