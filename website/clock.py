"""What the worker does by the clock, beside the tasks that it is given.

A room puts a function ``jobs()`` into a module ``chores`` of its own; it returns triples of a name, seconds between two
runs, and what to do. Every worker runs every job, so a job must bear being done twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import close_old_connections

from website.health import ROOMS

logger = logging.getLogger(__name__)

Job = tuple[str, float, Callable[[], object]]
TICK = 1.0


def discover() -> list[Job]:
    """Return the jobs of every room that has some."""
    jobs: list[Job] = []
    for room in (*ROOMS, "website"):
        if apps.is_installed(room) and find_spec(f"{room}.chores"):
            jobs.extend(import_module(f"{room}.chores").jobs())
    return jobs


class Clock(threading.Thread):
    """Runs each job when its time has come, in a thread of its own: a long import stops no mail."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        super().__init__(name="clock", daemon=True)
        self._jobs = list(jobs)
        self._due = [time.monotonic()] * len(self._jobs)

    def run(self) -> None:
        while True:
            self.turn()
            time.sleep(TICK)

    def turn(self) -> None:
        """Run what is due; a job that fails is logged and comes again."""
        for number, (name, seconds, job) in enumerate(self._jobs):
            if time.monotonic() < self._due[number]:
                continue
            close_old_connections()
            try:
                job()
            except Exception:
                logger.exception("The worker's job %r failed", name)
            finally:
                self._due[number] = time.monotonic() + seconds
                close_old_connections()
