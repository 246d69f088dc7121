"""Runs the named benchmarks, or all, on a registry of its own, and writes `benchmarks/results/<name>.json`."""

import argparse
import importlib
import json
import sys

from benchmarks.machine import description
from benchmarks.registry import RESULTS, open_registry

NAMES = ("relevance", "overlap", "search_speed", "importing", "matching", "kept_page", "page_speed")
# Those that need no registry, and write their own results.
STANDALONE = ("gaps",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join((*NAMES, *STANDALONE))}; without any, all")
    parser.add_argument("--sizes", default="", help="search_speed: numbers of records, comma-separated")
    parser.add_argument(
        "--most-on-server", type=int, default=10_000, help="search_speed: most records on Elasticsearch"
    )
    options = parser.parse_args()
    wanted = options.names or [*NAMES, *STANDALONE]
    unknown = set(wanted) - {*NAMES, *STANDALONE}
    if unknown:
        parser.error(f"there is no benchmark {sorted(unknown)[0]!r}")
    failures = sum(importlib.import_module(f"benchmarks.{name}").main() for name in wanted if name in STANDALONE)
    wanted = [name for name in wanted if name in NAMES]
    if not wanted:
        return failures
    open_registry()
    for name in wanted:
        measured = importlib.import_module(f"benchmarks.{name}").run(options)
        RESULTS.mkdir(exist_ok=True)
        told = json.dumps({"machine": description(), **measured}, indent=1, ensure_ascii=False)
        (RESULTS / f"{name}.json").write_text(told + "\n", encoding="utf-8")
        print(f"written: benchmarks/results/{name}.json")
    return failures


if __name__ == "__main__":
    sys.exit(main())
