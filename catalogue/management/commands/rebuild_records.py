"""Write anew what is kept of public records for readers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.published_records import rebuild


class Command(BaseCommand):
    help = (
        "Makes what readers get of each record from the tools' own rows again, where it differs. It moves no date, may "
        "be stopped and begun again, and the site goes on meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = rebuild(self._tell if options["verbosity"] > 0 else None)
        self.stdout.write(f"{written} record(s) were written anew.")

    def _tell(self, done: int) -> None:
        self.stderr.write(f"{done} records looked at")
