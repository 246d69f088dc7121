"""Wagtail's own search (django-modelsearch on the database) with the same facets, counted in SQL over its results.

Run in a process of its own for each database, so that SQLite and PostgreSQL are measured side by side in one run:
`python -m benchmarks.wagtail_search 385 10000` prints one line of JSON a size. BENCH_WAGTAIL_DATABASE names the
database; without it, a fresh SQLite.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.registry import ROOT, open_registry

FIELDS = ("status", "access", "victim_data")
# At many records Wagtail takes seconds a query; every fourth judged query is enough to know.
EVERY = 4
_CHILDREN = ("classifications", "countries", "languages", "participations", "sources", "texts", "aliases")


def measure_wagtail(sizes: Sequence[int], database_url: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Size to what was measured, each as soon as it is known."""
    environment = {**os.environ, "BENCH_WAGTAIL_DATABASE": database_url}
    command = [sys.executable, "-m", "benchmarks.wagtail_search", *map(str, sizes)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            size, measured = json.loads(line)
            yield size, measured
    if process.returncode:
        raise RuntimeError(f"Wagtail's search could not be measured on {database_url or 'SQLite'}.")


def main(sizes: Sequence[int]) -> None:
    open_registry(os.environ.get("BENCH_WAGTAIL_DATABASE", ""))
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.judged import queries
    from benchmarks.search_speed import timed

    for size in sizes:
        multiply(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        started = time.perf_counter()
        call_command("update_index", verbosity=0, stdout=io.StringIO())
        seconds = time.perf_counter() - started
        texts = [query.text for query in queries()][:: 1 if size < 1000 else EVERY]
        measured = {"index_seconds": round(seconds, 1), "queries": len(texts), "query_ms": timed(ask, texts, 1)}
        print(json.dumps([size, measured]), flush=True)


def multiply(size: int) -> None:
    """Copies of the records and of what belongs to them, until there are `size`."""
    from catalogue.models import Tool

    originals = list(Tool.objects.filter(live=True).order_by("pk"))
    lacking = size - len(originals)
    if lacking <= 0:
        return
    children = {name: [child for tool in originals for child in getattr(tool, name).all()] for name in _CHILDREN}
    copies = []
    for number in range(lacking):
        source = originals[number % len(originals)]
        values = {
            field.attname: getattr(source, field.attname)
            for field in Tool._meta.concrete_fields
            if field.name not in {"id", "slug", "latest_revision", "live_revision", "translation_key"}
        }
        copies.append(Tool(**values, slug=f"{source.slug[:60]}-{number}"))
    made = Tool.objects.bulk_create(copies, batch_size=500)
    for name, listed in children.items():
        owned: dict[int, list[Any]] = {}
        for child in listed:
            owned.setdefault(child.tool_id, []).append(child)
        model = Tool._meta.get_field(name).related_model
        fields = [field.attname for field in model._meta.concrete_fields if field.name not in {"id", "tool"}]
        model.objects.bulk_create(
            (
                model(**{field: getattr(child, field) for field in fields}, tool_id=copy.pk)
                for number, copy in enumerate(made)
                for child in owned.get(originals[number % len(originals)].pk, ())
            ),
            batch_size=2000,
        )


def ask(text: str) -> None:
    """20 hits, and counts by term, country, language and single-valued fields; a facet's own filter isn't even
    tried."""
    from django.db.models import Count
    from wagtail.search.backends import get_search_backend

    from catalogue.models import Tool

    found = get_search_backend().search(text, Tool.objects.filter(live=True), operator="or")
    list(found[:20])
    matching = Tool.objects.filter(pk__in=[tool.pk for tool in found])
    list(matching.values("classifications__term").annotate(number=Count("pk")))
    for path in ("countries__code", "languages__code", *FIELDS):
        list(matching.values(path).annotate(number=Count("pk")))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
