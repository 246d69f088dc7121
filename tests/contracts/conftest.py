"""A small registry with the product's own engine in front of it."""

from pathlib import Path

import pytest

from search.configured import forget_engine


@pytest.fixture
def own_engine(settings, tmp_path: Path):
    """The embedded engine with an index of this test's own; call `search.indexing.rebuild()` once the data is there."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'search'}"
    forget_engine()
    yield
    forget_engine()
