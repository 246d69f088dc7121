"""`make run`: from a fresh checkout to a site that answers, then serves it with the task worker until Ctrl-C."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from console import ROOT, Failure, closing_with_a_sentence, say
from environment import ensure_environment
from local_settings import ensure_local_settings
from machine import is_port_free
from messages import ensure_messages
from one_at_a_time import one_at_a_time
from prepared import is_as_prepared, note_prepared

LONGEST_START = 90  # seconds until the first answer, on a slow machine
LONGEST_STOP = 15
WEB_SERVER = "The web server"
TASK_WORKER = "The task worker"


def run() -> None:
    port = _port()
    with one_at_a_time(port):
        _run(port)


def _run(port: int) -> None:
    if not is_port_free(port):
        raise Failure(
            f"Port {port} is in use, perhaps by a site that still runs. "
            f"Stop it, or take another one: make run PORT={port + 1}"
        )
    python = ensure_environment()
    local = ensure_local_settings()
    ensure_messages(python)
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    # The same fallbacks that the settings read for themselves, with the address that this run really has.
    for name, value in {**local, "BASE_URL": address}.items():
        environment.setdefault(name, value)
    _serve(python, environment, address)


def _port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise Failure(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _prepare(python: Path, environment: dict[str, str]) -> dict[str, object]:
    command = [str(python), "manage.py", "prepare_site", "--demo", "--json"]
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False
    )
    try:
        prepared: dict[str, object] = json.loads(finished.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise Failure("The site could not be prepared; the reason is above.") from None
    note_prepared(environment)
    return prepared


def _login_sentence(prepared: dict[str, object], password: str) -> str:
    demo = prepared.get("demo")
    if not isinstance(demo, dict):
        return ""
    if demo["password_works"]:
        return f"log in as {demo['username']} with the password {password}"
    return f"log in as {demo['username']} with the password that you gave it"


def _serve(python: Path, environment: dict[str, str], address: str) -> None:
    server = [str(python), "-m", "gunicorn", "-c", "config/gunicorn.py", "--preload", "config.wsgi"]
    worker = [str(python), "manage.py", "db_worker", "--no-reload", "--no-startup-delay", "-v", "0"]
    children: dict[str, subprocess.Popen[bytes]] = {}
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    signal.signal(signal.SIGHUP, _stop_like_ctrl_c)
    with _stopping(children):
        # Where nothing changed there is mostly nothing to prepare: readers get their answer first, with the whole
        # machine for it, and what there is to do is looked at afterwards.
        if is_as_prepared(environment):
            children[WEB_SERVER] = _start(server, environment)
            _wait_for_answer(children[WEB_SERVER], address)
            say(f"\nThe catalogue is at   {address}/")
        prepared = _prepare(python, environment)
        if prepared["done"] and WEB_SERVER in children:
            _stop([children.pop(WEB_SERVER)])  # it has read what was there before
        if WEB_SERVER not in children:
            children[WEB_SERVER] = _start(server, environment)
            _wait_for_answer(children[WEB_SERVER], address)
            say(f"\nThe catalogue is at   {address}/")
        if environment["TASKS"] == "database":
            children[TASK_WORKER] = _start(worker, environment)
        login = _login_sentence(prepared, environment["DEMO_PASSWORD"])
        say(f"Its editors' side at  {address}/admin/   {login}\nCtrl-C stops it.")
        _watch(children)


def _stop_like_ctrl_c(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches us alone, and we stop the children in order and with a time limit.
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    """On Linux, a child whose starter was killed outright is told to end, so that no port stays taken."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _wait_for_answer(server: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Failure("The web server stopped while it was starting; the reason is above.")
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=LONGEST_START)
        except urllib.error.HTTPError:
            return  # an answer, whatever it says
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failure(f"The web server gave no answer within {LONGEST_START} seconds.")


def _watch(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    while True:
        for name, child in children.items():
            code = child.poll()
            if code is not None:
                raise Failure(
                    f"{name} ended by itself (code {code}); the rest was stopped too. Its last words are above."
                )
        time.sleep(0.5)


@contextlib.contextmanager
def _stopping(children: "dict[str, subprocess.Popen[bytes]]") -> Iterator[None]:
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(list(children.values()))


def _stop(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + LONGEST_STOP
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


if __name__ == "__main__":
    with closing_with_a_sentence():
        try:
            run()
        except KeyboardInterrupt:  # the way this program is meant to end
            say("\nStopped.")
