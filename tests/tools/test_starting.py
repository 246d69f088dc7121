"""`make run`: what it says when it can't, and settings of this machine that are written once, for its owner only."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import local_settings
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


# Holds a folder as `make run` does, until it is stopped.
HOLD = """
import sys
from one_at_a_time import one_at_a_time
with one_at_a_time(8000):
    print("held", flush=True)
    sys.stdin.read()
"""


def run(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "tools/run.py"], cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def test_a_taken_port_is_named_with_the_next_one_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        finished = run(PORT=str(port))
    assert finished.returncode == 1
    assert finished.stderr.strip().startswith(f"Port {port} is in use")
    assert f"make run PORT={port + 1}" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused_in_words(port: str) -> None:
    finished = run(PORT=port)
    assert finished.returncode == 1
    assert finished.stderr.strip() == f"PORT must be a number from 1 to 65535, not {port!r}."


def test_local_settings_are_secret_written_once_and_not_weaker_than_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "var" / "local.env"
    monkeypatch.setattr(local_settings, "VAR", file.parent)
    monkeypatch.setattr(local_settings, "LOCAL_FILE", file)
    first = local_settings.ensure_local_settings()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first["SECRET_KEY"]) >= 50
    assert "DEBUG" not in first
    assert local_settings.ensure_local_settings() == first


@pytest.fixture
def site(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """`make run` itself, with a database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "SEARCH_URL": f"embedded://{tmp_path / 'search'}",
        "DEBUG": "1",
        "SECRET_KEY": "only-for-tests",
        "TASKS": "database",
        "WEB_CONCURRENCY": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "tools/run.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.wait()


def lines_until(process: "subprocess.Popen[str]", text: str) -> str:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    pytest.fail(f"ended without saying {text!r}:\n{seen}")


def children_of(process: "subprocess.Popen[str]") -> list[tuple[int, str]]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [(int(line.split()[0]), line) for line in listed.stdout.splitlines()]


@pytest.mark.slow
def test_it_serves_and_when_a_part_dies_the_rest_is_stopped_and_it_says_so(site: "subprocess.Popen[str]") -> None:
    said = lines_until(site, "Ctrl-C stops it.")
    address = next(word for word in said.split() if word.startswith("http://127.0.0.1"))
    with urllib.request.urlopen(f"{address}health/") as answer:
        assert answer.status == 200
    assert "log in as curator with the password" in said
    children = children_of(site)
    worker = next(pid for pid, line in children if "db_worker" in line)
    os.kill(worker, signal.SIGKILL)
    assert "The task worker ended by itself" in lines_until(site, "ended by itself")
    assert site.wait(300) == 1
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=60)
        except urllib.error.HTTPError:
            pass
        except OSError:
            return  # nobody listens any more
        time.sleep(0.2)
    pytest.fail("the web server still answers")


def test_a_second_one_in_the_same_folder_says_so_and_a_killed_one_leaves_nothing_behind(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT / "tools", env={**os.environ, "VAR_DIR": str(tmp_path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    finished = run(PORT="8169", VAR_DIR=str(tmp_path))
    assert finished.returncode == 1
    assert f"already runs from this folder, or is being prepared (process {holder.pid}," in finished.stderr
    assert "Traceback" not in finished.stderr
    holder.kill()
    holder.wait()
    again = subprocess.run(
        [sys.executable, "-c", HOLD], cwd=ROOT / "tools", env={**os.environ, "VAR_DIR": str(tmp_path)}, input="",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.stdout.strip() == "held"
