"""What this machine is and may do: who we are, which programs it has, what Debian's packages can add."""

import functools
import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from console import say


@dataclass(frozen=True)
class Account:
    """A user that a service runs as. Databases and search servers refuse to run as root."""

    name: str
    uid: int
    gid: int

    def as_process(self) -> dict[str, object]:
        """The keyword arguments for subprocess that start a process as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def is_root() -> bool:
    return os.geteuid() == 0


def is_ci() -> bool:
    return os.environ.get("CI", "").strip().lower() in {"1", "true", "yes"}


def find_account(*names: str) -> Account | None:
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    return None


def is_reachable(path: Path) -> bool:
    """Whether every user may walk to the path: a service's own user can't enter /root, for one."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.is_dir())


def is_port_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def can_install() -> bool:
    """Whether Debian's packages can be added here without asking anybody."""
    return is_root() and shutil.which("apt-get") is not None


def install_packages(*packages: str) -> bool:
    """Install Debian packages; True when they are there afterwards."""
    if not can_install():
        return False
    say(f"  installing {', '.join(packages)} (apt-get) …")
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if _run_apt(command):
        return True
    # A fresh machine has no package lists, a stale one has lists of versions that are gone.
    _refresh_lists()
    return _run_apt(command)


@functools.cache
def _refresh_lists() -> bool:
    return _run_apt(["apt-get", "update", "-q"])


def _run_apt(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        finished = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, check=False
        )
    except subprocess.TimeoutExpired:
        say(f"  {' '.join(command[:2])} gave no answer within 15 minutes")
        return False
    if finished.returncode:
        lines = (finished.stderr or finished.stdout).strip().splitlines()
        say(f"  {' '.join(command[:2])}: {lines[-1] if lines else 'failed'}")
    return finished.returncode == 0
