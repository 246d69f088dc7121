"""What each public page costs when it isn't kept, at 385, 10,000 and 100,000 records.

Processor time, queries and bytes, beside a bare view that returns the same bytes and, for the home page, Wagtail's own
serving of the same template; what publishing a record costs, beside Wagtail's without our listeners; what a process
holds that has served every page once. On PostgreSQL, where there is one: all records as JSON Lines beside its `COPY`.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks.copying import multiply
from benchmarks.registry import HOME, ROOT
from benchmarks.search_speed import remember_analysis
from benchmarks.serving import prepare_site

SIZES = (385, 10_000, 100_000)
NOTE = (
    "Milliseconds of processor time, medians; in one process, by Django's test client, no page kept, answers of the "
    "search forgotten, vectors of texts kept. bare_view: a view that returns the same bytes, without middleware. "
    "Copies of records share their originals' organisations, whose pages are larger than real ones. own_memory: of a "
    "process that shares nothing with another; benchmark throughput has it for the workers of a server."
)


def run(options: argparse.Namespace) -> dict[str, Any]:
    # Tasks are a worker's, as on a server: what is measured is what a reader or an editor waits for.
    environment = {**prepare_site(HOME / "served"), "TASKS": "database"}
    measured: dict[str, Any] = {}
    for size in chosen_sizes(options):
        started = time.perf_counter()
        enlarge(size)
        made = round(time.perf_counter() - started, 1)
        measured[str(size)] = {"made_in_seconds": made, **_in_a_process("page_cost", environment)}
        _print(size, measured[str(size)])
    export = {}
    for size in chosen_sizes(options) if os.environ.get("BENCH_DATABASE_URL") else []:
        export[str(size)] = _in_a_process("export_speed", environment, str(size))
        print(size, "export", export[str(size)], flush=True)
    return {"note": NOTE, "sizes": measured, "export_on_postgresql": export}


def chosen_sizes(options: argparse.Namespace) -> list[int]:
    return [int(size) for size in options.sizes.split(",") if size] or list(SIZES)


def enlarge(size: int) -> None:
    """Let the registry of the benchmarks, and its index, hold so many records."""
    from django.core.management import call_command

    multiply(size)
    remember_analysis()
    call_command("reindex", stdout=io.StringIO(), stderr=io.StringIO())


def _in_a_process(module: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return measured


def _print(size: int, measured: dict[str, Any]) -> None:
    print(f"{size} records, made in {measured['made_in_seconds']} s; a process holds {measured['own_memory_mib']} MiB")
    for name, line in measured["pages"].items():
        print(f"  {name:<16} {line['ms']:>9.1f} ms {line['queries']:>4} queries {line['bytes']:>9} bytes", end="")
        print(f" {line['times_bare_view']:>8.1f} times a bare view ({line['bare_view_ms']} ms)")
    for name in ("publishing", "exports"):
        for key, line in measured[name].items():
            print(f"  {name}: {key} {line}", flush=True)
