"""Imports keep their files in a folder of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def registry(registry: None, settings: Settings, tmp_path: Path) -> None:
    """The whole starting data, and a place for uploads."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
