"""Finished files and orders for more of them, in a folder that web processes and worker share; bounded in size.

``<name>.file`` with ``<name>.head`` is a finished one, ``<name>.order`` one that is still to be made, ``<name>.making``
one that somebody is making. The name says address, language and state of the registry; a new state is a new name.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

# Set on the request that the worker carries out.
ORDERED = "is_ordered_export"
MOST_BYTES = 200 * 1024 * 1024
MOST_WAITING = 50
# Nothing is made for longer; who began it was stopped.
LONGEST_MAKING = 15 * 60


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """An address whose file is wanted. ``stamp``: the state of the registry that it was asked of."""

    path: str
    query: str
    language: str
    stamp: str


@dataclass(frozen=True, slots=True)
class KeptExport:
    """A finished file and what its response says about it."""

    path: Path
    headers: dict[str, str]


class ExportStore:
    """``most_bytes``: beyond it the files that nobody has asked for longest go."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def get(self, name: str) -> KeptExport | None:
        path = self._path(name, "file")
        try:
            headers = json.loads(self._path(name, "head").read_text(encoding="utf-8"))
            os.utime(path)
        except FileNotFoundError:
            return None
        return KeptExport(path, headers)

    def put(self, name: str, headers: dict[str, str], body: bytes) -> None:
        """Keep a file; half a file is never seen."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._make_room(len(body))
        self._write(self._path(name, "head"), json.dumps(headers).encode())
        self._write(self._path(name, "file"), body)
        self._path(name, "making").unlink(missing_ok=True)

    def order(self, name: str, order: ExportOrder) -> bool:
        """Note that a file is wanted, once however many ask; false when too many are wanted already."""
        if self.waits_since(name) is not None:
            return True
        self.folder.mkdir(parents=True, exist_ok=True)
        if len(list(self.folder.glob("*.order"))) >= MOST_WAITING:
            return False
        self._write(self._path(name, "order"), json.dumps(asdict(order)).encode())
        return True

    def waits_since(self, name: str) -> float | None:
        """Return the seconds since a file was ordered and not yet finished; None without an order."""
        for ending in ("order", "making"):
            with contextlib.suppress(FileNotFoundError):
                return max(0.0, time.time() - self._path(name, ending).stat().st_mtime)
        return None

    def claimed(self) -> Iterator[tuple[str, ExportOrder]]:
        """Return orders, the oldest first, each for one maker only."""
        for path in sorted(self.folder.glob("*.order"), key=_age, reverse=True):
            taken = path.with_suffix(".making")
            try:
                path.rename(taken)  # one of several makers succeeds
                os.utime(taken)
                order = ExportOrder(**json.loads(taken.read_text(encoding="utf-8")))
            except FileNotFoundError:
                continue
            yield path.stem, order

    def give_up(self, name: str) -> None:
        """Note that a file could not be made; whoever asks next is told."""
        self._path(name, "making").rename(self._path(name, "failed"))

    def take_failure(self, name: str) -> bool:
        """Tell once whether making a file failed."""
        with contextlib.suppress(FileNotFoundError):
            self._path(name, "failed").unlink()
            return True
        return False

    def sweep(self, stamp: str) -> None:
        """Delete what belongs to an earlier state of the registry, and what was left behind by a stop."""
        for path in list(self.folder.glob("*")):
            is_old = not path.name.startswith(prefix_of(stamp))
            is_left = path.suffix in (".making", ".failed", ".new") and _age(path) > LONGEST_MAKING
            if is_left or (is_old and path.suffix != ".making"):
                path.unlink(missing_ok=True)

    def _make_room(self, needed: int) -> None:
        files = sorted(self.folder.glob("*.file"), key=_age)
        held = needed
        for path in files:
            with contextlib.suppress(FileNotFoundError):
                held += path.stat().st_size
                if held > self.most_bytes:
                    path.unlink()
                    path.with_suffix(".head").unlink(missing_ok=True)

    def _path(self, name: str, ending: str) -> Path:
        return self.folder / f"{name}.{ending}"

    def _write(self, path: Path, content: bytes) -> None:
        new = path.with_suffix(f"{path.suffix}.{os.getpid()}.new")
        new.write_bytes(content)
        new.replace(path)


def store() -> ExportStore:
    """Return the store of this site."""
    return ExportStore(settings.EXPORTS_DIR)


def prefix_of(stamp: str) -> str:
    return sha256(stamp.encode()).hexdigest()[:12] + "-"


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
