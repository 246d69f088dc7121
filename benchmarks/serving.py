"""The site as a deployment serves it: gunicorn with one worker on a free port, with the registry of the benchmarks."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.registry import ROOT

LONGEST_START = 60.0
UNTIL_WARM = 8.0  # seconds until what a server loads after its start is loaded


def prepare(home: Path) -> dict[str, str]:
    """Collect the static files; returns the environment that the server wants."""
    environment = {**os.environ, "VAR_DIR": str(home), "WEB_CONCURRENCY": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return environment


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The port on which it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--preload", "config.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env={**environment, "PORT": str(port)})
    try:
        _wait(server, port)
        time.sleep(UNTIL_WARM)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server didn't start.")
