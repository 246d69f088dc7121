"""A base for tests that want the whole starting registry and the indicators of need in the database."""

from collections.abc import Iterator

import pytest

from gaps import live_data
from gaps.needs.loading import load_needs


class WithStartingRegistry:
    @pytest.fixture(autouse=True)
    def _needs(self, registry_of_tools: None) -> Iterator[None]:
        load_needs()
        live_data.note_change()
        yield
        # The next test's database holds something else, and no signal tells of a roll-back.
        live_data.forget()

    @pytest.fixture
    def registry_of_tools(self, registry: None) -> None:
        """Named otherwise, as ``registry`` is our module here."""
