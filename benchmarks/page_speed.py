"""Lighthouse's score of performance for the main pages on an emulated slow phone: what readers on cheap devices get.

The score is simulated from one measured load, which another process on this machine can spoil: each page is loaded
several times, and the best load counts beside the median.
"""

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.registry import HOME
from benchmarks.serving import prepare, serving

PAGES = {"home": "/en/", "results": "/en/tools/", "record": "/en/tools/primero/", "gaps": "/en/gaps/"}
LOADS = 5
WANTED = 0.98
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


def run(options: argparse.Namespace) -> dict[str, Any]:
    node, program = shutil.which("node"), os.environ.get("BENCH_LIGHTHOUSE", "")
    if not node or not program:
        print("page_speed: there is no Lighthouse here")
        return {"pages": {}}
    lines: dict[str, dict[str, float]] = {}
    with serving(prepare(HOME / "audited")) as port:
        for name, path in PAGES.items():
            scores = [_score([node, program], f"http://127.0.0.1:{port}{path}") for _ in range(LOADS)]
            lines[name] = {"best": max(scores), "median": median(scores), "wanted": WANTED}
            print(f"{name:9} {lines[name]}")
    return {"loads": LOADS, "pages": lines}


def _score(lighthouse: list[str], url: str) -> float:
    report: Path = HOME / "lighthouse.json"
    command = [*lighthouse, url, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--only-categories=performance", f"--chrome-flags={FLAGS}"]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    told = json.loads(report.read_text(encoding="utf-8"))
    return float(told["categories"]["performance"]["score"])
