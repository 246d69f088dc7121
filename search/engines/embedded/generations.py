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

# So long a rebuild waits for its turn, and a change of records, which a request may be waiting for: what doesn't get a
# turn soon is tried again later (search.indexing).
PATIENT_SECONDS: Final = 30.0
_SOON_SECONDS: Final = 1.0


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
        folder = self.path / name
        return folder if name and folder.is_dir() else None

    def fresh(self) -> Path:
        """A new, empty generation's folder."""
        self.path.mkdir(parents=True, exist_ok=True)
        folder = self.path / f"generation-{time.time_ns():x}"
        folder.mkdir()
        return folder

    def serve(self, generation: Path) -> None:
        """Point readers to the generation, and remove those before the last: slow readers may still read that one."""
        last = self.current()
        pointer = self.path / "current.new"
        pointer.write_text(generation.name, encoding="utf-8")
        pointer.replace(self.pointer)
        for other in self.path.glob("generation-*"):
            if other not in (generation, last):
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self, *, is_first: bool = False, seconds: float = _SOON_SECONDS) -> Iterator[None]:
        """Hold the turn to write. Who is first goes before all others that wait, so that a removal waits for one step
        of whatever is being written at most."""
        if is_first:
            with self.turn("first", seconds), self.turn("write", seconds):
                yield
            return
        with self.turn("first", seconds):
            pass
        with self.turn("write", seconds):
            yield

    @contextmanager
    def turn(self, name: str, seconds: float = PATIENT_SECONDS) -> Iterator[None]:
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

    def take_journal(self) -> list[tuple[str, list[Any]]]:
        """What was noted so far; the journal begins anew."""
        lines = self.journal.read_text(encoding="utf-8").splitlines() if self.journal.exists() else []
        self.begin_journal()
        return [tuple(json.loads(line)) for line in lines if line.strip()]
