"""A base for tests that want the whole starting registry and the indicators of need in the database."""

from collections.abc import Iterator

import pytest

from gaps import live_data


class WithStartingRegistry:
    @pytest.fixture(autouse=True)
    def _needs(self, registry_with_needs: None) -> Iterator[None]:
        live_data.note_change()
        yield
        # The next test's database holds something else, and no signal tells of a roll-back.
        live_data.forget()


class WithAnalyses:
    """The same with the pages of every language."""

    @pytest.fixture(autouse=True)
    def _analyses(self, registry_with_analyses: None) -> Iterator[None]:
        live_data.note_change()
        yield
        live_data.forget()
