"""The coverage matrix beside a bare pandas.crosstab of the same tools, in one run: the real records, and 100,000.

`python -m benchmarks.gaps` prints a table and writes benchmarks/results/gaps.json. Needs no database: records and
vocabularies are read from the files that ship with the registry. Large registries are resampled with a fixed seed.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results" / "gaps.json"
TABLES = (("tool_type", "region"), ("target_user", "infrastructure"), ("technology", "country"))
SIZES = (None, 100_000)
ROUNDS = 25


def measured(work: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Milliseconds of some rounds after one that warms up: median and fastest by the clock, median by processor.

    Processor time is what to compare on a machine that does other work at the same time.
    """
    work()
    clock, processor = [], []
    for _ in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - busy))
    return {
        "median_ms": round(statistics.median(clock), 2),
        "fastest_ms": round(min(clock), 2),
        "cpu_ms": round(statistics.median(processor), 2),
    }


def run() -> dict[str, Any]:
    import pandas as pd

    from gaps.matrix import build_matrix
    from gaps.population import Population
    from gaps.serializers import matrix_as_dict
    from gaps.tool_table import ToolTable
    from tests.starting import starting_index, starting_records

    index, real = starting_index(), starting_records()
    chosen = random.Random(305)
    lines = []
    for size in SIZES:
        records: Sequence[Any] = real if size is None else chosen.choices(real, k=size)
        rounds = ROUNDS if size is None else 5
        columns = ToolTable(records)
        for rows_key, columns_key in TABLES:
            pairs = pd.DataFrame(
                [
                    (row, column)
                    for record in records
                    if record.is_counted
                    for row in record.facet_values(rows_key)
                    for column in record.facet_values(columns_key)
                ],
                columns=["row", "column"],
            )

            def table(made: ToolTable, rows: str = rows_key, across: str = columns_key) -> Any:
                matrix = build_matrix(made, rows, across, Population(), index)
                return matrix, matrix.cells  # cells are made when first asked for

            matrix, _cells = table(columns)
            crosstab = measured(lambda frame=pairs: pd.crosstab(frame["row"], frame["column"]), rounds)
            judged = measured(partial(table, columns), rounds)
            lines.append(
                {
                    "records": len(records),
                    "rows": rows_key,
                    "columns": columns_key,
                    "cells": len(matrix.rows) * len(matrix.columns),
                    "pairs": len(pairs),
                    "crosstab": crosstab,
                    "matrix": judged,
                    "times_crosstab": round(judged["cpu_ms"] / crosstab["cpu_ms"], 2),
                    "matrix_from_records": measured(lambda some=records, make=table: make(ToolTable(some)), rounds),
                    "as_json": measured(lambda made=matrix: matrix_as_dict(made, on=date(2026, 1, 1)), rounds),
                }
            )
    return {"lines": lines, "machine": machine()}


def machine() -> dict[str, Any]:
    import platform

    import numpy as np
    import pandas as pd
    import scipy

    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "pandas": pd.__version__,
    }


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    found = run()
    print(
        f"{'records':>8} {'table':<30}{'cells':>7}{'crosstab':>10}{'matrix':>9}{'times':>7}{'from records':>14}   "
        "processor ms"
    )
    for line in found["lines"]:
        print(
            f"{line['records']:>8} {line['rows'] + ' × ' + line['columns']:<30}{line['cells']:>7}"
            f"{line['crosstab']['cpu_ms']:>10}{line['matrix']['cpu_ms']:>9}{line['times_crosstab']:>7}"
            f"{line['matrix_from_records']['cpu_ms']:>14}"
        )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
