"""A registry of any size: the starting records again and again, copied table by table inside the database.

Copies have other addresses and everything else of their originals, so that no vector of a text has to be made anew.
They have no revisions, and an organisation has as many more tools as there are copies.
"""

import io
from collections.abc import Sequence

from django.core.management import call_command, get_commands
from django.db import connection
from modelcluster.models import get_all_child_relations


def multiply(size: int) -> None:
    """Copy the public records, with what belongs to them, until there are `size`."""
    from catalogue.models import Tool
    from gaps.live_data import note_change

    originals = list(Tool.objects.public().order_by("pk").values_list("pk", flat=True))
    numbers = [(originals[number % len(originals)], number) for number in range(len(originals), size)]
    if numbers:
        _copy(numbers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # What is kept of the records doesn't know that rows came without the models.
    if "rebuild_records" in get_commands():
        call_command("rebuild_records", stdout=io.StringIO(), stderr=io.StringIO())
    note_change()


def _copy(numbers: Sequence[tuple[int, int]]) -> None:
    """Copy each tool whose key is named once, with the number behind its address."""
    from catalogue.models import Tool

    tools = Tool._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copy_numbers (original BIGINT, number INTEGER, copy BIGINT)")
        cursor.executemany("INSERT INTO copy_numbers (original, number) VALUES (%s, %s)", numbers)
        address = "substr(t.slug, 1, 60) || '-' || n.number"
        own = {"slug": address, "latest_revision_id": "NULL", "live_revision_id": "NULL"}
        columns = _columns(Tool, ("id",))
        values = ", ".join(own.get(column, f"t.{_quoted(column)}") for column in columns)
        cursor.execute(
            f"INSERT INTO {tools} ({_listed(columns)}) SELECT {values} FROM {tools} t "
            "JOIN copy_numbers n ON n.original = t.id ORDER BY n.number"
        )
        cursor.execute(
            f"UPDATE copy_numbers SET copy = (SELECT c.id FROM {tools} t JOIN {tools} c "
            "ON c.slug = substr(t.slug, 1, 60) || '-' || copy_numbers.number WHERE t.id = copy_numbers.original)"
        )
        for relation in get_all_child_relations(Tool):
            table, parent = relation.related_model._meta.db_table, relation.field.column
            columns = _columns(relation.related_model, ("id", parent))
            values = ", ".join(f"c.{_quoted(column)}" for column in columns)
            cursor.execute(
                f"INSERT INTO {table} ({_listed([parent, *columns])}) SELECT n.copy, {values} FROM {table} c "
                f"JOIN copy_numbers n ON n.original = c.{_quoted(parent)} ORDER BY n.number, c.id"
            )
        cursor.execute("DROP TABLE copy_numbers")


def _columns(model: type, without: Sequence[str]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column not in without]  # type: ignore[attr-defined]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))
