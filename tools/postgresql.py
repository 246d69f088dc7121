"""A throw-away PostgreSQL for the tests: a cluster of its own in a temporary folder, reached by a Unix socket.

The server's programs are, in this order, installed ones, Debian's, or those inside the wheel `pgserver`.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import machine
from console import Failure, say
from environment import VENV

# Nothing here outlives the run, so nothing needs to reach the disk in order.
SWIFT = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40 -c listen_addresses=''"


@contextlib.contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL; stopped and deleted afterwards. Raises Failure when there is none."""
    account = machine.find_account("postgres", "nobody") if machine.is_root() else None
    # Short, and outside the project: a socket's path has 107 bytes at most, and the server's user must reach it.
    home = Path(tempfile.mkdtemp(prefix="registry-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108
    try:
        programs = _find_programs(home)
        if account is None and machine.is_root():
            account = machine.find_account("postgres")  # came with Debian's package
            if account is None:
                raise Failure(
                    "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody."
                )
        if account:
            os.chown(home, account.uid, account.gid)
        home.chmod(0o755)
        options = account.as_process() if account else {}
        data, log = home / "data", home / "server.log"
        _initialise(programs, data, home, options)
        start = [str(programs / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-t", "60"]
        _call([*start, "-o", f"-k {home} {SWIFT}", "start"], home, options, "PostgreSQL did not start", log)
        try:
            yield f"postgresql://registry@{quote(str(home), safe='')}/postgres"
        finally:
            stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"]
            subprocess.run(stop, cwd=home, capture_output=True, check=False, timeout=60, **options)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _initialise(programs: Path, data: Path, home: Path, options: dict[str, object]) -> None:
    command = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "registry",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    ]
    # A locale that knows more letters than ASCII's, as a server in production has; not every machine carries it.
    try:
        _call([*command, "--locale=C.UTF-8"], home, options, "")
    except Failure:
        shutil.rmtree(data, ignore_errors=True)
        _call([*command, "--locale=C"], home, options, "PostgreSQL's initdb failed")


def _call(command: list[str], home: Path, options: dict[str, object], complaint: str, log: Path | None = None) -> None:
    # Output goes to a file: the server inherits it, and a pipe would be held open for as long as it runs.
    with (home / "command.log").open("w+b") as output:
        finished = subprocess.run(
            command,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            timeout=120,
            **options,
        )
        output.seek(0)
        text = output.read().decode(errors="replace")
    if finished.returncode:
        if log and log.exists():
            text += log.read_text(encoding="utf-8", errors="replace")
        raise Failure(f"{complaint}: {' / '.join(text.strip().splitlines()[-3:])}")


def _find_programs(home: Path) -> Path:
    """The folder that holds initdb and pg_ctl."""
    found = _installed_programs()
    if found:
        return found
    if machine.install_packages("postgresql"):
        found = _installed_programs()
        if found:
            return found
    found = _wheel_programs(home)
    if found:
        return found
    raise Failure(
        "No PostgreSQL server is installed, Debian's package could not be added"
        + ("" if machine.is_root() else " (only root may)")
        + ", and the wheel pgserver has none for this machine."
    )


def _installed_programs() -> Path | None:
    folders = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if folders:
        return max(folders, key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdecimal()])
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _wheel_programs(home: Path) -> Path | None:
    for packages in VENV.glob("lib/python*/site-packages"):
        if not (packages / "pgserver" / "pginstall" / "bin" / "initdb").exists():
            continue
        if not machine.is_root():
            return packages / "pgserver" / "pginstall" / "bin"
        # The server's own user may be unable to walk to our environment. The libraries lie beside the package.
        say("  copying the PostgreSQL of the wheel pgserver to where its user can read it …")
        for name in ("pgserver", "pgserver.libs"):
            if (packages / name).is_dir():
                shutil.copytree(packages / name, home / "programs" / name)
        return home / "programs" / "pgserver" / "pginstall" / "bin"
    return None


if __name__ == "__main__":
    with throw_away_cluster() as url:
        say(url)
        input("Enter stops it. ")
