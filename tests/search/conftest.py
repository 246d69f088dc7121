"""Engine tests use the starting vocabularies without a database."""

import pytest

from tests.starting import vocabulary


@pytest.fixture(autouse=True)
def _starting_vocabulary(monkeypatch):
    monkeypatch.setattr("search.engines.ranked.vocabulary_wordings", vocabulary)
