"""Runs the named benchmarks, or all, on a registry of its own, and writes `benchmarks/results/<name>.json`."""

import argparse
import importlib
import json
import sys

from benchmarks.machine import description
from benchmarks.registry import RESULTS, open_registry

NAMES = ("relevance", "search_speed")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"of {', '.join(NAMES)}; without, all")
    parser.add_argument("--sizes", default="", help="search_speed: numbers of records, comma-separated")
    options = parser.parse_args()
    open_registry()
    for name in options.names or NAMES:
        measured = importlib.import_module(f"benchmarks.{name}").run(options)
        RESULTS.mkdir(exist_ok=True)
        told = json.dumps({"machine": description(), **measured}, indent=1, ensure_ascii=False)
        (RESULTS / f"{name}.json").write_text(told + "\n", encoding="utf-8")
        print(f"written: benchmarks/results/{name}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
