"""Lighthouse for the browser tests: installed from its lock file with npm, into var/."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from console import ROOT, VAR, Failure, say

SOURCE = ROOT / "tests" / "browser" / "lighthouse"
HOME = VAR / "lighthouse"
LONGEST_INSTALL = 600


def ensure_lighthouse() -> str:
    """The path of Lighthouse's command-line program. Raises Failure when it can't be had."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise Failure("Node.js with npm is not installed, and the page auditor needs it.")
    program = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
    stamp = HOME / "stamp"
    wanted = hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    if program.is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return str(program)
    say("  installing Lighthouse …")
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, HOME / name)
    _install(npm, HOME)
    if not program.is_file():
        raise Failure("npm installed Lighthouse, but its program is not where it should be.")
    stamp.write_text(wanted, encoding="ascii")
    return str(program)


def _install(npm: str, home: Path) -> None:
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        finished = subprocess.run(
            command, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=LONGEST_INSTALL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as expired:
        raise Failure("npm did not finish installing Lighthouse within 10 minutes.") from expired
    if finished.returncode:
        raise Failure(f"npm could not install Lighthouse: {finished.stderr.strip()[-300:]}")
