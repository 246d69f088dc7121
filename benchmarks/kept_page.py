"""A page of the gaps from the cache beside the same bytes as a static file, from the production server, in one run.

The static file holds what `/en/gaps/`
sends, packed beforehand, and is served by the same process. Requests take turns over one connection.
"""

import argparse
import gzip
import http.client
import time
from pathlib import Path
from statistics import median
from typing import Any

import brotli

from benchmarks.registry import HOME
from benchmarks.serving import prepare, serving

PAGE = "/en/gaps/"
STATIC = "/static/kept/page.html"
ROUNDS = 600


def run(options: argparse.Namespace) -> dict[str, Any]:
    served = HOME / "served"
    environment = prepare(served)
    with serving(environment) as port:
        started = time.perf_counter()
        body = _answer(http.client.HTTPConnection("127.0.0.1", port, timeout=60), PAGE, "identity")
        made = (time.perf_counter() - started) * 1000
    _as_static(served / "static", body)
    lines: dict[str, dict[str, float]] = {}
    with serving(environment) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for coding in ("br", "identity"):
            took: dict[str, list[float]] = {STATIC: [], PAGE: []}
            for turn in range(ROUNDS + 20):
                for path, times in took.items():
                    started = time.perf_counter()
                    sent = _answer(connection, path, coding)
                    if turn >= 20:
                        times.append((time.perf_counter() - started) * 1000)
            static, kept = median(took[STATIC]), median(took[PAGE])
            lines[coding] = {
                "bytes": len(sent),
                "static_ms": round(static, 3),
                "kept_ms": round(kept, 3),
                "times_static": round(kept / static, 2),
            }
            print(f"{coding:9} {lines[coding]}")
    return {"rounds": ROUNDS, "made_anew_ms": round(made, 1), "by_coding": lines}


def _answer(connection: http.client.HTTPConnection, path: str, coding: str) -> bytes:
    connection.request("GET", path, headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}.")
    return body


def _as_static(folder: Path, body: bytes) -> None:
    page = folder / "kept" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(body)
    page.with_name("page.html.gz").write_bytes(gzip.compress(body))
    page.with_name("page.html.br").write_bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))
