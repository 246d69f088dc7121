"""What processes hold, read from Linux's own books; in MiB."""

import os
import re
from pathlib import Path


def own_memory(process: int | None = None) -> int:
    """Return what only this process holds (USS): it would be free again if the process ended."""
    rollup = Path(f"/proc/{process or os.getpid()}/smaps_rollup").read_text(encoding="ascii")
    sizes = re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+)", rollup, re.MULTILINE)
    return round(sum(map(int, sizes)) / 1024)


def forget_peak() -> int:
    """Let the peak begin again at what is held now, and return that."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak_memory()


def peak_memory() -> int:
    """Return the most that was held, shared parts included. Not getrusage: there a process begins with the peak of the
    one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(re.findall(r"^VmHWM:\s+(\d+)", status, re.MULTILINE)[0]) / 1024)


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]
