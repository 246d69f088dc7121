"""A page of the gaps from the cache beside the same bytes as a static file, from the production server, in one run.

The server is gunicorn as `make run` and a deployment start it, with one worker. The static file holds what `/en/gaps/`
sends, packed beforehand, and is served by the same process. Requests take turns over one connection.
"""

import argparse
import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import brotli

from benchmarks.registry import HOME, ROOT

PAGE = "/en/gaps/"
STATIC = "/static/kept/page.html"
ROUNDS = 600
LONGEST_START = 60.0


def run(options: argparse.Namespace) -> dict[str, Any]:
    served = HOME / "served"
    environment = {**os.environ, "VAR_DIR": str(served), "WEB_CONCURRENCY": "1", "DJANGO_SETTINGS_MODULE": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    _call(environment, "collectstatic", "--noinput", "-v", "0")
    with _server(environment) as port:
        started = time.perf_counter()
        body = _answer(http.client.HTTPConnection("127.0.0.1", port, timeout=60), PAGE, "identity")
        made = (time.perf_counter() - started) * 1000
    _as_static(served / "static", body)
    lines: dict[str, dict[str, float]] = {}
    with _server(environment) as port:
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


def _call(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--preload", "config.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env={**environment, "PORT": str(port)})
    try:
        _wait(server, port)
        time.sleep(8)  # until what it loads after its start is loaded
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            _answer(http.client.HTTPConnection("127.0.0.1", port, timeout=10), "/robots.txt", "identity")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server didn't start.")
