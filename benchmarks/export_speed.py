"""All records as JSON Lines beside PostgreSQL's own `COPY (select json …) TO STDOUT`, on the same database in one run.

`python -m benchmarks.export_speed 10000` prints one line of JSON; BENCH_DATABASE_URL names the server, on which a
database is made for it. PostgreSQL once puts the JSON together from the tables, as somebody who knows them would write
it, and once only copies lines that are finished: the very ones that the export sent.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from benchmarks.memory import forget_peak, peak_memory
from benchmarks.registry import open_registry

ADDRESS = "/api/v1/tools.jsonl"


def main(size: int) -> None:
    with _database(os.environ["BENCH_DATABASE_URL"]) as url:
        open_registry(url)
        print(json.dumps(_measured(size)))


@contextmanager
def _database(url: str) -> Iterator[str]:
    """The URL of an empty database beside the one that is named, which may be somebody's."""
    import psycopg

    name = f"registry_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _measured(size: int) -> dict[str, Any]:
    from django.db import connection

    from benchmarks.copying import multiply

    multiply(size)
    for _ in _sent():
        break  # what is loaded once is no part of it
    before = forget_peak()
    started, work, sent = time.perf_counter(), time.process_time(), 0
    for portion in _sent():
        sent += len(portion)
    ours = _speed(sent, time.perf_counter() - started)
    ours |= {"work_seconds": round(time.process_time() - work, 2), "memory_mib_more": peak_memory() - before}
    lines = b"".join(_sent()).decode().rstrip("\n").split("\n")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_lines (place SERIAL, line JSON)")
        with cursor.cursor.copy("COPY bench_lines (line) FROM STDIN") as copying:
            for line in lines:
                copying.write_row([line])
    measured: dict[str, Any] = {
        "ours": ours,
        "copy_made_of_the_tables": _copied(f"SELECT row_to_json(made) FROM ({_whole_records()}) made"),
        "copy_of_finished_lines": _copied("SELECT line FROM bench_lines ORDER BY place"),
    }
    for name in ("copy_made_of_the_tables", "copy_of_finished_lines"):
        ratio = measured["ours"]["mib_a_second"] / measured[name]["mib_a_second"]
        measured[name]["ours_of_its_speed"] = round(ratio, 3)
    return measured


def _sent() -> Iterator[bytes]:
    from django.test import Client

    response = Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR="127.0.0.1").get(ADDRESS)
    if response.status_code != 200:
        raise RuntimeError(f"{ADDRESS} answers {response.status_code}.")
    yield from response.streaming_content


def _speed(size: int, seconds: float) -> dict[str, Any]:
    return {"seconds": round(seconds, 2), "bytes": size, "mib_a_second": round(size / 2**20 / seconds, 1)}


def _copied(query: str) -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        started, size = time.perf_counter(), 0
        with cursor.cursor.copy(f"COPY ({query}) TO STDOUT") as copying:
            for portion in copying:
                size += len(portion)
        return _speed(size, time.perf_counter() - started)


def _whole_records() -> str:
    """All columns of the public tools, and all rows that belong to each as lists."""
    from modelcluster.models import get_all_child_relations

    from catalogue.models import Tool

    lists = ", ".join(
        f"(SELECT json_agg(c) FROM {relation.related_model._meta.db_table} c WHERE c.{relation.field.column} = t.id) "
        f"AS {relation.get_accessor_name()}"
        for relation in get_all_child_relations(Tool)
    )
    return f"SELECT t.*, {lists} FROM {Tool._meta.db_table} t WHERE t.live ORDER BY t.slug"


if __name__ == "__main__":
    main(int(sys.argv[1]))
