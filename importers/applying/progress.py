"""How far an import is, noted beside the database: its own transaction isn't seen before it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings


def import_folder() -> Path:
    """Where files wait between upload and reading, and progress is noted; readable by the server's user only."""
    folder = Path(getattr(settings, "IMPORT_FOLDER", Path(settings.MEDIA_ROOT).parent / "imports"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class Progress:
    def __init__(self, batch_id: int) -> None:
        self._path = import_folder() / f"progress-{int(batch_id)}.json"

    def report(self, done: int, total: int) -> None:
        temporary = self._path.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps({"done": done, "total": total}), encoding="utf-8")
        temporary.replace(self._path)

    def read(self) -> tuple[int, int]:
        """Rows done, and all rows; zeros when nothing is known."""
        try:
            state = json.loads(self._path.read_text(encoding="utf-8"))
            return int(state["done"]), int(state["total"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)
