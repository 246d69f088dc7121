"""The whole site for a browser: its own database, prepared as `make run` does, behind gunicorn on a free port.

A prepared folder is kept beside the templates of databases and copied.
"""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import fingerprints, templates

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_START = 600


@dataclass(frozen=True)
class Site:
    """An address without a trailing slash, and the demo curator's login."""

    url: str
    username: str
    password: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command on this site's database; returns what it prints."""
        return _manage(self.environment, *arguments)


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, f"{' '.join(arguments)}: {finished.stdout}\n{finished.stderr}"
    return finished.stdout


def _environment(home: Path, port: int) -> dict[str, str]:
    url = f"http://127.0.0.1:{port}"
    return {
        **os.environ,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "VAR_DIR": str(home),
        "SECRET_KEY": "only-for-browser-tests",
        "DATABASE_URL": f"sqlite:///{home / 'site.sqlite3'}",
        "SEARCH_URL": f"embedded://{home / 'search'}",
        "CACHE_URL": "locmem://",
        "WEB_CONCURRENCY": "1",
        "EMAIL_URL": "dummy:",
        "TASKS": "immediate",
        "BASE_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEMO_PASSWORD": "a-password-for-tests",
        "PORT": str(port),
    }


def _prepare(home: Path) -> None:
    _manage(_environment(home, 8000), "prepare_site", "--demo", "--json")


@contextlib.contextmanager
def serving(home: Path) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = _environment(home, port)
    url = environment["BASE_URL"]
    templates.provide_folder("site", fingerprints.of_loaded_database(), home, _prepare)
    with contextlib.closing(sqlite3.connect(home / "site.sqlite3")) as database, database:
        database.execute("UPDATE wagtailcore_site SET port = ?", [port])
    prepared = json.loads(_manage(environment, "prepare_site", "--demo", "--json").splitlines()[-1])
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            wait_for(url, server, log)
            yield Site(url, prepared["demo"]["username"], environment["DEMO_PASSWORD"], environment)
        finally:
            server.terminate()
            server.wait(300)


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            urllib.request.urlopen(f"{url}/robots.txt", timeout=LONGEST_START)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no answer at {url}: {log.read_text(encoding='utf-8', errors='replace')}")
