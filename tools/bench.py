"""`make bench`: the side-by-side benchmarks on every engine and database that this machine can have."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys

import elasticsearch_server
from chromium import ensure_chromium
from console import ROOT, Failure, closing_with_a_sentence, say
from environment import ensure_environment
from lighthouse import ensure_lighthouse
from messages import ensure_messages
from postgresql import throw_away_cluster


def run_benchmarks(arguments: list[str]) -> int:
    """Start what can be started, tell the benchmarks where it is, and run them; returns their exit code."""
    python = ensure_environment(development=True)
    ensure_messages(python)
    environment = dict(os.environ)
    was_running = elasticsearch_server.is_running()
    try:
        with contextlib.ExitStack() as services:
            try:
                elasticsearch_server.start()
                environment["BENCH_ELASTICSEARCH_URL"] = (
                    f"elasticsearch://127.0.0.1:{elasticsearch_server.PORT}/registry-bench"
                )
            except Failure as failure:
                say(f"Without Elasticsearch: {failure}")
            try:
                environment["BENCH_DATABASE_URL"] = services.enter_context(throw_away_cluster())
            except Failure as failure:
                say(f"Without PostgreSQL: {failure}")
            try:
                environment["CHROME_PATH"] = ensure_chromium(python)
                environment["BENCH_LIGHTHOUSE"] = ensure_lighthouse()
            except Failure as failure:
                say(f"Without Lighthouse: {failure}")
            command = [str(python), "-m", "benchmarks", *arguments]
            return subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    finally:
        if not was_running:
            elasticsearch_server.stop()


def _stop_like_ctrl_c(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    with closing_with_a_sentence():
        sys.exit(run_benchmarks(shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]))
