"""Finished pages in a folder that the web processes of a machine share; bounded in size.

Each state of the registry has a folder with a file for each page: a line of JSON, then the body as it was sent. Bytes
and JSON, so nothing that is read here can run. A new state begins a new folder, and the older ones go.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# A page that is read is marked as used at most so often, in seconds.
USED_EVERY = 60.0
# One part of what the store may hold: a page may be as large, and after writing as much a process looks how full it is.
_PART = 40


@dataclass(frozen=True, slots=True)
class SentPage:
    """An answer as it was sent. ``until``: when it is old in any case, in seconds since 1970."""

    headers: dict[str, str]
    body: bytes
    until: float


class PageStore:
    """``most_bytes``: beyond it the pages that nobody has asked for longest go."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._looked_into = ""
        self._written = 0

    def get(self, state: str, name: str) -> SentPage | None:
        """The page, if there is a whole one of this state."""
        path = f"{self.folder}/{state}/{name}"
        try:
            with open(path, "rb", buffering=0) as file:
                content = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None
        now = time.time()
        if now - used > USED_EVERY:
            with contextlib.suppress(OSError):
                os.utime(path)
        head, _, body = content.partition(b"\n")
        try:
            told = json.loads(head)
            if told["size"] == len(body) and now < told["until"]:
                return SentPage(told["headers"], body, told["until"])
        except (ValueError, KeyError, TypeError):
            pass  # half a file, left by a machine that stopped
        return None

    def put(self, state: str, name: str, page: SentPage) -> None:
        """Keep a page; half a one is never seen."""
        head = {"size": len(page.body), "until": page.until, "headers": page.headers}
        content = json.dumps(head).encode() + b"\n" + page.body
        if len(content) > self.most_bytes // _PART:
            return
        folder = self.folder / state
        if not folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            self.sweep(state)
        self._make_room(folder, len(content))
        new = folder / f"{name}.{os.getpid()}.{threading.get_ident()}"
        try:
            new.write_bytes(content)
            new.replace(folder / name)
        except FileNotFoundError:
            return  # the state is over: another process has swept it away
        except OSError:
            new.unlink(missing_ok=True)
            raise

    def sweep(self, state: str = "") -> None:
        """Delete the pages of every other state; without one, all."""
        for folder in self.folder.glob("*"):
            if folder.name != state:
                shutil.rmtree(folder, ignore_errors=True)

    def _make_room(self, folder: Path, needed: int) -> None:
        """Look how much there is, from time to time, as other processes write here too."""
        self._written += needed
        if folder.name == self._looked_into and self._written < self.most_bytes // _PART:
            return
        self._looked_into, self._written = folder.name, 0
        pages = _pages_in(folder)
        held = sum(size for _used, size, _path in pages)
        for _used, size, path in pages:
            if held <= self.most_bytes * 3 // 4:
                break
            Path(path).unlink(missing_ok=True)
            held -= size


def _pages_in(folder: Path) -> list[tuple[float, int, str]]:
    """When each was last used, its size and its path, the one that nobody has asked for longest first."""
    pages = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                status = entry.stat()
                pages.append((status.st_mtime, status.st_size, entry.path))
    return sorted(pages)
