"""Kept pages beside the same bytes as static files, from the production server, in one run.

Each kind of page is first made and kept; a static file holds what it sends, packed beforehand, and is served by the
same process. Requests take turns over one connection. Then two processes are asked for the home page and for the file
by several connections at once, which the machine's cores share with whoever asks.
"""

import argparse
import gzip
import http.client
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import brotli

from benchmarks.registry import HOME
from benchmarks.serving import prepare, serving

PAGES = {
    "home": "/en/",
    "list": "/en/tools/",
    "list by facet": "/en/tools/?tool_type=reporting-hotlines",
    "record": "/en/tools/primero/",
    "gaps": "/en/gaps/",
    "API list": "/api/v1/tools",
}
ROUNDS = 600
CONNECTIONS = 8
SECONDS = 6.0


def run(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command

    call_command("ensure_pages", verbosity=0)
    served = HOME / "served"
    environment = prepare(served)
    bodies, made = {}, {}
    with serving(environment) as port:
        connection = _connection(port)
        for name, page in PAGES.items():
            started = time.perf_counter()
            bodies[name] = _answer(connection, page, "identity")
            made[name] = (time.perf_counter() - started) * 1000
    for name, body in bodies.items():
        _as_static(served / "static", name, body)
    lines = {}
    with serving(environment) as port:
        for name, page in PAGES.items():
            lines[name] = {"made_anew_ms": round(made[name], 1), **_compared(_connection(port), name, page)}
            print(f"{name:14} {lines[name]}")
    with serving({**environment, "WEB_CONCURRENCY": "2"}) as port:
        rates = {path: _rate(port, path) for path in (_static("home"), PAGES["home"])}
    print(f"requests a second over {CONNECTIONS} connections: {rates}")
    return {
        "rounds": ROUNDS,
        "pages": lines,
        "connections": CONNECTIONS,
        "requests_a_second": rates,
        "stamp_us": _stamp_query(),
    }


def _compared(connection: http.client.HTTPConnection, name: str, page: str) -> dict[str, Any]:
    took: dict[str, list[float]] = {_static(name): [], page: []}
    size = 0
    for turn in range(ROUNDS + 20):
        for path, times in took.items():
            started = time.perf_counter()
            size = len(_answer(connection, path, "br"))
            if turn >= 20:
                times.append((time.perf_counter() - started) * 1000)
    static, kept = (median(times) for times in took.values())
    return {
        "bytes": size,
        "static_ms": round(static, 3),
        "kept_ms": round(kept, 3),
        "times_static": round(kept / static, 2),
    }


def _rate(port: int, path: str) -> int:
    """Requests a second, asked by threads of this process."""
    until = time.monotonic() + SECONDS
    counts = [0] * CONNECTIONS

    def ask(number: int) -> None:
        connection = _connection(port)
        while time.monotonic() < until:
            _answer(connection, path, "br")
            counts[number] += 1

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return round(sum(counts) / SECONDS)


def _stamp_query() -> float:
    """What it costs a request to ask the database for the state of everything, in microseconds."""
    from gaps.live_data import pages_stamp

    started = time.perf_counter()
    for _ in range(ROUNDS):
        pages_stamp()
    return round((time.perf_counter() - started) / ROUNDS * 1e6, 1)


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def _answer(connection: http.client.HTTPConnection, path: str, coding: str) -> bytes:
    connection.request("GET", path, headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}.")
    return body


def _static(name: str) -> str:
    return f"/static/kept/{name.replace(' ', '-')}.html"


def _as_static(folder: Path, name: str, body: bytes) -> None:
    page = folder.parent / _static(name).lstrip("/")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(body)
    page.with_name(f"{page.name}.gz").write_bytes(gzip.compress(body))
    page.with_name(f"{page.name}.br").write_bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))
