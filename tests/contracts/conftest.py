"""A small registry with the product's own engine in front of it."""

from pathlib import Path

import pytest

from search import engines


@pytest.fixture
def own_engine(settings, tmp_path: Path):
    """The embedded engine with an index of this test's own; call `search.indexing.rebuild()` once the data is there."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'search'}"
    engines.forget_engine()
    yield
    engines.forget_engine()
