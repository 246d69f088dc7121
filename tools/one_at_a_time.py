"""Two sites in one folder would prepare the same database and index at once: the second says so and ends."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from console import VAR, Failure

LOCK = "run.lock"


@contextlib.contextmanager
def one_at_a_time(port: int) -> Iterator[None]:
    """Hold the folder until the end. The lock is the kernel's: it goes with the process, however that ends."""
    folder = Path(os.environ.get("VAR_DIR", "").strip() or VAR)
    folder.mkdir(parents=True, exist_ok=True)
    # Opened without emptying it: it says who holds the lock.
    with open(folder / LOCK, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "begun a moment ago"
            raise Failure(
                f"A site already runs from this folder, or is being prepared ({holder}). "
                f"Stop it with Ctrl-C where it was started, or give this one a folder of its own: "
                f"VAR_DIR=/another/folder make run PORT={port + 1}"
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, port {port}\n")
        file.flush()
        yield
