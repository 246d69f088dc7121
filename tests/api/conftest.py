"""The plain engine answers the API's readers."""

import pytest


@pytest.fixture
def memory_engine(registry, monkeypatch):
    from tests.search.memory_engine import memory_engine_of_the_registry

    engine = memory_engine_of_the_registry()
    monkeypatch.setattr("search.answering.get_engine", lambda: engine)
    return engine
