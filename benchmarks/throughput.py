"""Requests a second from the production server with two workers: pages that are kept, the same not kept, and a static
file of the same bytes, asked by 1, 8 and 32 connections for a few seconds each.

The client is a process of its own on the same machine, so that with two cores it takes its share of them (told with
each line). A page isn't kept for a reader with a session. Also what each worker holds for itself afterwards.
"""

import argparse
import gzip
import http.client
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import brotli

from benchmarks.memory import children_of, own_memory
from benchmarks.page_cost import PAGES
from benchmarks.pages import chosen_sizes, enlarge
from benchmarks.registry import HOME, ROOT
from benchmarks.serving import prepare_site, serving_process

NAMES = ("home", "list", "list with text", "record", "gaps", "API list")
CONNECTIONS = (1, 8, 32)
SECONDS = 3.0
WARM_UP_SECONDS = 1.5
CODING = "Accept-Encoding: br"
# No such session exists; a reader who brings its cookie may have one.
WITH_SESSION = "Cookie: sessionid=of-nobody"


def run(options: argparse.Namespace) -> dict[str, Any]:
    environment = {**prepare_site(HOME / "served"), "WEB_CONCURRENCY": "2", "TASKS": "database"}
    sizes: dict[str, Any] = {}
    for size in chosen_sizes(options)[: None if options.sizes else 1]:
        enlarge(size)
        with serving_process(environment) as (_server, port):
            _write_static(Path(environment["VAR_DIR"]) / "static" / "kept", port)
        # Anew: static files are listed when a server starts.
        with serving_process(environment) as (server, port):
            measured = {name: _measured(port, place, name) for place, name in enumerate(NAMES)}
            workers = [own_memory(worker) for worker in children_of(server)]
        sizes[str(size)] = {"pages": measured, "own_memory_of_workers_mib": workers}
        print(f"{size} records; the workers hold {workers} MiB each", flush=True)
    return {"workers": 2, "seconds": SECONDS, "coding": CODING, "sizes": sizes}


def _measured(port: int, place: int, name: str) -> dict[str, Any]:
    wanted = {
        "kept": (PAGES[name], ()),
        "not kept": (PAGES[name], (WITH_SESSION,)),
        "static": (f"/static/kept/{place}.html", ()),
    }
    lines: dict[str, Any] = {}
    for way, (path, headers) in wanted.items():
        _load(port, path, 8, WARM_UP_SECONDS, headers)
        lines[way] = {connections: _load(port, path, connections, SECONDS, headers) for connections in CONNECTIONS}
        for connections, line in lines[way].items():
            print(f"{name:<16} {way:<9} {connections:>3} connections {line}", flush=True)
    return lines


def _load(port: int, path: str, connections: int, seconds: float, headers: tuple[str, ...]) -> dict[str, Any]:
    arguments = [str(port), path, str(connections), str(seconds), CODING, *headers]
    command = [sys.executable, "-m", "benchmarks.load", *arguments]
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(ran.stdout)
    return measured


def _write_static(folder: Path, port: int) -> None:
    """Each page's bytes as a static file, packed beforehand as the static files of a deployment are."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for place, name in enumerate(NAMES):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", PAGES[name], headers={"Accept-Encoding": "identity"})
        body = connection.getresponse().read()
        page = folder / f"{place}.html"
        page.write_bytes(body)
        page.with_name(f"{place}.html.gz").write_bytes(gzip.compress(body))
        page.with_name(f"{place}.html.br").write_bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))
