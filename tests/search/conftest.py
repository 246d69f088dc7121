"""Search tests use the starting vocabularies without a database, and no encoder unless they ask for it."""

import pytest

from tests.search.starting_data import vocabulary


@pytest.fixture(autouse=True)
def _starting_vocabulary(monkeypatch):
    monkeypatch.setattr("search.engines.ranked.words", vocabulary)
