"""Settings that can't work stop the start with one line that names the variable and what would be right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FINE = {
    "DEBUG": "0",
    "SECRET_KEY": "a-key",
    "BASE_URL": "https://registry.example",
    "ALLOWED_HOSTS": "registry.example",
    "DATABASE_URL": "sqlite://:memory:",
    "PATH": os.environ["PATH"],
}
REFUSED = {
    "missing secret": ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    "missing hosts": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    "missing address": ({"BASE_URL": ""}, "BASE_URL is not set"),
    "unknown database": ({"DATABASE_URL": "oracle://host/x"}, "DATABASE_URL has the unknown scheme 'oracle'"),
    "unknown search": ({"SEARCH_URL": "solr://host"}, "SEARCH_URL has the unknown scheme 'solr'"),
    "unknown cache": ({"CACHE_URL": "memcached://host"}, "CACHE_URL has the unknown scheme 'memcached'"),
    "unknown mail": ({"EMAIL_URL": "pigeon:"}, "EMAIL_URL has the unknown scheme 'pigeon'"),
    "unknown tasks": ({"TASKS": "later"}, "TASKS must be one of immediate, database"),
    "unreadable proxy": ({"TRUSTED_PROXIES": "127.0.0.1,proxy"}, "TRUSTED_PROXIES must name addresses or networks"),
    "unclear debug": ({"DEBUG": "perhaps"}, "DEBUG must be 1 or 0"),
}


def start(*command: str, **changed: str) -> "subprocess.CompletedProcess[str]":
    environment = {**FINE, **changed}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(("changed", "sentence"), REFUSED.values(), ids=REFUSED)
def test_the_start_stops_with_one_clear_line(changed: dict[str, str], sentence: str) -> None:
    finished = start("manage.py", "check", **changed)
    assert finished.returncode != 0
    assert finished.stdout == ""
    lines = finished.stderr.strip().splitlines()
    assert len(lines) == 1, finished.stderr
    assert lines[0].startswith("Not started: ")
    assert sentence in lines[0]


def test_a_password_in_a_refused_address_is_not_printed() -> None:
    finished = start("manage.py", "check", DATABASE_URL="mysql://user:hunter2@host/x")
    assert finished.returncode != 0
    assert "hunter2" not in finished.stderr


def test_the_web_server_says_it_too() -> None:
    finished = start("-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi", SECRET_KEY="", PORT="0")
    assert finished.returncode != 0
    assert finished.stderr.strip().splitlines()[-1].startswith("Not started: SECRET_KEY is not set")
    assert "Traceback" not in finished.stderr
