"""Where an index lies: generations side by side in one folder, the serving one named by the file `current`.

A rebuild fills a new generation and then replaces `current` in one atomic step; readers look at that file's time stamp
before each search. Writers of all processes take turns by a lock on a file. What changes while a rebuild runs is
also noted in a journal, which the rebuild plays into the new generation before it takes over.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from search.engines.base import EngineError

_LOCK_SECONDS: Final = 30.0


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.pointer = path / "current"
        self.journal = path / "journal.jsonl"

    def stamp(self) -> int:
        """Changes whenever another generation serves; 0 without one."""
        try:
            return self.pointer.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def current(self) -> Path | None:
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        found = self.path / name
        return found if name and found.is_dir() else None

    def fresh(self) -> Path:
        """A new, empty generation's folder."""
        self.path.mkdir(parents=True, exist_ok=True)
        found = self.path / f"generation-{time.time_ns():x}"
        found.mkdir()
        return found

    def serve(self, generation: Path) -> None:
        """Point readers to the generation, and remove those before the last: slow readers may still read that one."""
        last = self.current()
        told = self.path / "current.new"
        told.write_text(generation.name, encoding="utf-8")
        told.replace(self.pointer)
        for other in self.path.glob("generation-*"):
            if other not in (generation, last):
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def turn(self, name: str, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock `name` of this folder against other processes and threads."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / f"{name}.lock").open("w") as file:
            deadline = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise EngineError(
                            "Another process has been writing to the search index for too long."
                        ) from None
                    time.sleep(0.02)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def begin_journal(self) -> None:
        self.journal.write_text("", encoding="utf-8")

    def note(self, kind: str, values: list[Any]) -> None:
        """Remember a change for the rebuild that is under way, if one is."""
        if self.journal.exists():
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps([kind, values], ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())

    def end_journal(self) -> list[tuple[str, list[Any]]]:
        lines = self.journal.read_text(encoding="utf-8").splitlines() if self.journal.exists() else []
        self.journal.unlink(missing_ok=True)
        return [tuple(json.loads(line)) for line in lines if line.strip()]
