"""Settings that can't work stop the start with one line that names the variable and what would be right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FINE = {
    "DEBUG": "0",
    "SECRET_KEY": "Zt0mJmYw3dZb8yq1hVxkQe5nRa7uLc2sPf9gTi4oWj6vXbKd-made-once",
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
    "a guessable secret": ({"SECRET_KEY": "x"}, "SECRET_KEY has 1 characters; 50 are the least"),
    "a secret of one letter": ({"SECRET_KEY": "x" * 64}, "SECRET_KEY repeats 1 characters"),
    "the guide's own words": ({"SECRET_KEY": "(openssl rand -base64 48)"}, "SECRET_KEY is an example"),
    "a short local secret": ({"SECRET_KEY": "x", "BASE_URL": "http://127.0.0.1:8000"}, "12 are the least"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS can't be “*”"),
    "any host among others": ({"ALLOWED_HOSTS": "registry.example,*"}, "ALLOWED_HOSTS can't be “*”"),
    "unreadable proxy": ({"TRUSTED_PROXIES": "127.0.0.1,proxy"}, "TRUSTED_PROXIES must name addresses or networks"),
    "a contact that leads nowhere": ({"CONTACT": "somebody"}, "CONTACT must list addresses such as mailto:"),
    "a contact of two lines": ({"CONTACT": "mailto:a@b.example\nExpires: never"}, "CONTACT must list addresses"),
    "unclear debug": ({"DEBUG": "perhaps"}, "DEBUG must be 1 or 0"),
}


def start(*command: str, **changed: str) -> "subprocess.CompletedProcess[str]":
    environment = {**FINE, **changed}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600
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


@pytest.mark.parametrize(
    "changed", [{"SECRET_KEY": "x"}, {"SECRET_KEY": "x" * 60}, {"ALLOWED_HOSTS": "*"}], ids=["short", "dull", "hosts"]
)
def test_the_web_server_refuses_what_can_be_guessed(changed: dict[str, str]) -> None:
    finished = start("-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi", PORT="0", **changed)
    assert finished.returncode != 0
    assert finished.stderr.strip().splitlines()[-1].startswith("Not started: ")
    assert "Traceback" not in finished.stderr


def test_a_machine_of_ones_own_starts_with_anything() -> None:
    finished = start("manage.py", "check", DEBUG="1", SECRET_KEY="x", ALLOWED_HOSTS="*")
    assert finished.returncode == 0, finished.stderr
