"""`manage.py reindex`: builds the search index anew beside the serving one, or checks it against the database."""

import json
import time
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.configured import engine_for, get_engine
from search.engines.base import Engine, EngineError, IndexDifference
from search.sources import all_documents

_NAMED = 20


class Command(BaseCommand):
    help = (
        "Build the search index anew from the database. Readers keep the old index until the new one is complete. "
        "With --check, compare the index with the database instead, and exit with 1 when they differ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", help="URL of another engine than SEARCH_URL, as embedded:///path")
        parser.add_argument("--check", action="store_true", help="only compare; name what is missing, changed, surplus")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engine = engine_for(options["engine"]) if options["engine"] else get_engine()
            if options["check"]:
                self._check(engine, options["json"])
            else:
                self._rebuild(engine, options["json"], is_own=not options["engine"])
        except EngineError as problem:
            raise CommandError(str(problem)) from problem

    def _rebuild(self, engine: Engine, is_json: bool, *, is_own: bool) -> None:
        started = time.monotonic()
        last_shown = -1.0

        def progress(count: int) -> None:
            nonlocal last_shown
            if not is_json and time.monotonic() - last_shown >= 1:
                last_shown = time.monotonic()
                self.stdout.write(f"  {count} records", ending="\r")
                self.stdout.flush()

        build = indexing.rebuild if is_own else partial(engine.rebuild, all_documents())
        count = build(progress)
        seconds = round(time.monotonic() - started, 2)
        if is_json:
            self.stdout.write(json.dumps({"engine": engine.name, "records": count, "seconds": seconds}))
        else:
            self.stdout.write(self.style.SUCCESS(f"{count} records indexed in {seconds} s ({engine.name})."))

    def _check(self, engine: Engine, is_json: bool) -> None:
        difference = indexing.difference(engine)
        if is_json:
            named = {"missing": difference.missing, "changed": difference.changed, "surplus": difference.surplus}
            self.stdout.write(json.dumps({"engine": engine.name, "is_equal": not difference, **named}))
        else:
            self._say(difference)
        if difference:
            raise SystemExit(1)

    def _say(self, difference: IndexDifference) -> None:
        if not difference:
            self.stdout.write(self.style.SUCCESS("Index and database agree."))
            return
        for label, slugs in (
            ("missing from the index", difference.missing),
            ("indexed in another state", difference.changed),
            ("in the index, but not public", difference.surplus),
        ):
            if slugs:
                more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
                self.stdout.write(f"{len(slugs)} {label}: {', '.join(slugs[:_NAMED])}{more}")
        self.stdout.write("Run `manage.py reindex`.")
