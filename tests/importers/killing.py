"""Kills a process that imports (SIGKILL) at random moments, and looks what is in the database.

By turns it writes a plan that was stored before, and reads, plans, stores and writes the file from its beginning.

Then it kills processes that take the written import back.

A program of its own: it needs a database file with the starting data that outlives the processes.

Writes one JSON object:
{"kills": how many, "written": after how many of them the import was complete, "partial": …, "not_resumed": …,
"undone": after how many of as many kills more it was taken back}.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SURVEY = Path(__file__).parents[1] / "surveys" / "google-forms-en.csv"
NEW_ROWS = 150


def main(folder: Path, kills: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connection, connections

    content = _survey()
    batch = _store(content)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    database = Path(connection.settings_dict["NAME"])
    pristine = folder / "pristine.sqlite3"
    shutil.copy(database, pristine)
    # The first run is slower than the others; most kills would come too late.
    works: list[Callable[[], object]] = [lambda: _write(batch), lambda: _write(_store(content))]
    whole = [min(_timed(work, pristine, database) for _ in range(3)) for work in works]
    chance = random.Random(11)
    found: dict[str, Any] = {"kills": 0, "written": 0, "partial": [], "not_resumed": []}
    for n in range(kills):
        _restore(pristine, database)
        work = works[n % 2]
        after = chance.uniform(0.0, whole[n % 2])
        _run(work, after)
        found["kills"] += 1
        state = _look()
        if state not in ("nothing", "everything"):
            found["partial"].append((round(after, 3), state))
        found["written"] += state == "everything"
        if state == "nothing" or n % 4 == 0:
            _run(work, None)
            if _look() != "everything":
                found["not_resumed"].append(round(after, 3))
    _restore(pristine, database)
    _run(works[0], None)
    return found | _kill_while_taking_back(folder, database, batch, kills, found)


def _kill_while_taking_back(
    folder: Path, database: Path, batch: int, kills: int, found: dict[str, Any]
) -> dict[str, Any]:
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    written = folder / "written.sqlite3"
    shutil.copy(database, written)
    whole = min(_timed(lambda: _take_back(batch), written, database) for _ in range(2))
    chance = random.Random(12)
    undone = 0
    for _n in range(kills):
        _restore(written, database)
        after = chance.uniform(0.0, whole)
        _run(lambda: _take_back(batch), after)
        state = _look()
        undone += state == "taken back"
        if state not in ("everything", "taken back"):
            found["partial"].append((round(after, 3), state))
        if state == "everything":
            _run(lambda: _take_back(batch), None)
            if _look() != "taken back":
                found["not_resumed"].append(round(after, 3))
    return {"undone": undone}


def _timed(work: Callable[[], object], pristine: Path, database: Path) -> float:
    _restore(pristine, database)
    return _run(work, None)


def _survey() -> bytes:
    """New records, and changes to known ones."""
    head, *_rest = SURVEY.read_text(encoding="utf-8-sig").splitlines()
    lines = SURVEY.read_text(encoding="utf-8-sig").rstrip("\n")
    width = head.count(",") + 1
    for n in range(NEW_ROWS):
        # Names apart enough that none is taken for another.
        one, other, third = (_word(random.Random(f"{part}{n}")) for part in "abc")
        cells = [
            "",
            "",
            f"Vexolith {one} {other}",
            f"{third} Guild",
            f"https://{one}-{n}.example.net",
            f"{other} maps.",
        ]
        lines += "\n" + ",".join([*cells, *[""] * (width - len(cells) - 1), "Yes"])
    return lines.encode()


def _store(content: bytes) -> int:
    """The number of the stored plan."""
    from importers.applying.sessions import ImportSession
    from importers.readers import read_bytes

    session = ImportSession(read_bytes(content, "killed.csv"))
    session.plan()
    return session.store().pk


def _write(batch: int) -> None:
    from importers.applying.apply import apply_batch

    apply_batch(batch, mode="live")


def _take_back(batch: int) -> None:
    from importers.applying.undo import undo_batch

    undo_batch(batch)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4))


def _run(work: Callable[[], object], kill_after: float | None) -> float:
    """The work in a process of its own; seconds that it took."""
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.perf_counter() - begun


def _look() -> str:
    from django.db import connections

    from catalogue.models import Tool
    from importers.models import Batch, BatchRow, BatchStatus

    made = Tool.objects.filter(name__startswith="Vexolith")
    gone = made.filter(withdrawn_at__isnull=False).count()
    undone = BatchRow.objects.exclude(undone={}).count(), Batch.objects.filter(status=BatchStatus.UNDONE).count()
    complete = all(tool.latest_revision_id and tool.sources.count() == 1 for tool in made)
    # A plan is stored with all of its rows or not at all.
    complete &= all(batch.rows.count() == sum(batch.counts.values()) for batch in Batch.objects.all())
    seen = (
        made.count(),
        Tool.objects.get(slug="report-remove").status.slug,
        BatchRow.objects.exclude(outcome="").exists(),
        Batch.objects.filter(status=BatchStatus.APPLIED).exists(),
        complete,
    )
    connections.close_all()
    if (gone, undone) != (0, (0, 0)):
        is_whole = gone == NEW_ROWS and undone[0] > NEW_ROWS and undone[1] == 1 and seen[1] == "active"
        return "taken back" if is_whole else str((gone, undone, seen))
    if seen == (0, "active", False, False, True):
        return "nothing"
    if seen == (NEW_ROWS, "discontinued", True, True, True):
        return "everything"
    return str(seen)


def _restore(pristine: Path, database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.copy(pristine, database)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))) + "\n")
