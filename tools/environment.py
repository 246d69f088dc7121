"""The project's own Python environment in .venv, made from the lock files.

Uses uv where it is installed and works, else venv and pip. Does nothing when the lock file is the one installed last.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import machine
from console import ROOT, Failure, closing_with_a_sentence, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks.json"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)


def ensure_environment(*, development: bool = False) -> Path:
    """Make .venv hold what the lock file names; returns its Python.

    The development lock is a superset of the other one, so an environment made for tests also runs the site.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name one: make PYTHON=python3.12 …"
        )
    locks = [RUNTIME_LOCK, DEVELOPMENT_LOCK] if development else [RUNTIME_LOCK]
    wanted = {lock.name: _digest(lock) for lock in locks}
    if wanted.items() <= _installed().items() and PYTHON.exists():
        return PYTHON
    say(f"Environment: installing {locks[-1].name} into .venv (the first time takes a minute or two) …")
    STAMP.unlink(missing_ok=True)
    if not _install_with_uv(locks[-1]):
        _install_with_pip(locks[-1])
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    return PYTHON


def _digest(lock: Path) -> str:
    # The same lock means other files under another Python, so a changed interpreter installs again.
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(VENV).encode()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _install_with_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    if not uv:
        return False
    commands = [
        [uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(VENV)],
        [uv, "pip", "install", "-q", "--require-hashes", "--python", str(PYTHON), "-r", str(lock)],
    ]
    for command in commands:
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
            say("  uv could not do it; trying venv and pip")
            return False
    return True


def _install_with_pip(lock: Path) -> None:
    if not _has_pip():
        _make_venv()
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    finished = subprocess.run(
        [*command, "--require-hashes", "-r", str(lock)], cwd=ROOT, stdin=subprocess.DEVNULL, check=False
    )
    if finished.returncode:
        raise Failure(
            f"The packages of {lock.name} could not be installed (pip's own message is above). "
            "Check the network or the package index that pip is configured for, then run the same command again."
        )


def _has_pip() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    if not os.access(ROOT, os.W_OK):
        raise Failure(f"{ROOT} can't be written by this user, so no environment can be made in it.")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode and machine.install_packages("python3-venv"):
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        reason = (finished.stderr or finished.stdout).strip().splitlines()
        raise Failure(
            f"No virtual environment could be made in .venv: {reason[-1] if reason else 'no reason given'}\n"
            "On Debian and Ubuntu the package python3-venv is needed (apt-get install python3-venv); or install uv."
        )


if __name__ == "__main__":
    with closing_with_a_sentence():
        say(str(ensure_environment(development="--development" in sys.argv[1:])))
