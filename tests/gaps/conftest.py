"""Fixtures of tests that need no database."""

from collections.abc import Callable

import pytest

from catalogue.records import Record
from gaps.population import Population
from gaps.tool_table import ToolTable
from taxonomy.index import VocabularyIndex
from tests.starting import record, starting_index, starting_records


@pytest.fixture(scope="session")
def index() -> VocabularyIndex:
    return starting_index()


@pytest.fixture(scope="session")
def make_record() -> Callable[..., Record]:
    return record


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return list(starting_records())


@pytest.fixture(scope="session")
def columns(records: list[Record]) -> ToolTable:
    return ToolTable(records)


@pytest.fixture
def everyone() -> Population:
    return Population()
