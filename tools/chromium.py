"""A real Chromium for the browser tests: an installed one, Debian's, or Playwright's own."""

import os
import shutil
import subprocess
from pathlib import Path

import machine
from console import Failure, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_chromium(python: Path) -> str:
    """The path of a Chromium program that starts. Raises Failure when none can be had."""
    found = _installed()
    if not found and machine.install_packages("chromium"):
        found = _installed()
    return found or _playwright_own(python)


def _installed() -> str | None:
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path and _starts(path):
            return path
    return None


def _starts(path: str) -> bool:
    """Whether it says its version: Ubuntu's `chromium-browser` may be a note that points to a snap."""
    try:
        finished = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def _playwright_own(python: Path) -> str:
    question = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    asked = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=False, timeout=120)
    path = asked.stdout.strip()
    if path and Path(path).exists():
        return path
    say("  asking Playwright for its Chromium …")
    install = [str(python), "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        say("  it did not arrive within 10 minutes")
    if path and Path(path).exists() and _starts(path):
        return path
    raise Failure(
        "No Chromium is installed, Debian's package could not be added"
        + ("" if machine.is_root() else " (only root may)")
        + ", and Playwright's own could not be fetched."
    )
