"""Look-ups by many keys, however many they are.

A database takes a bounded number of values in one query (SQLite 32,766 as it is usually built, PostgreSQL's protocol
65,535), so whoever holds a list of keys of unknown length asks for it in portions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

PORTION = 500
Value = TypeVar("Value")
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any])


def in_portions(values: Iterable[Value], size: int = PORTION) -> Iterator[list[Value]]:
    """The function cuts ``values`` into lists of ``size`` at most, each value once, in their order."""
    remaining = iter(dict.fromkeys(values))
    while portion := list(islice(remaining, size)):
        yield portion


def with_any_of(rows: Rows, field: str, keys: Iterable[object]) -> Iterator[Rows]:
    """The function narrows ``rows`` to those whose ``field`` is one of ``keys``: a queryset for each portion."""
    for portion in in_portions(keys):
        yield rows.filter(**{f"{field}__in": portion})


def rows_by_key(rows: QuerySet[Row], field: str, keys: Iterable[Value]) -> dict[Value, Row]:
    """The function finds the rows whose ``field`` is one of ``keys``, each under its own value of the field."""
    return {getattr(row, field): row for portion in with_any_of(rows, field, keys) for row in portion}
