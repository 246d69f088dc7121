"""`manage.py prepare_site`: everything between a database URL and a site that serves."""

import json
import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from website.bootstrap import DEMO_USERNAME, Bootstrap, is_demo_password_unchanged


class Command(BaseCommand):
    # Checks import every address of the site; whoever serves it runs them, and so does make check.
    requires_system_checks = ()

    help = (
        "Make the site ready to serve: migrate, load the shipped vocabularies and records when this database has not "
        "taken them in yet, make the editable pages, build the index, collect static files. Does only what is needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also make the demo account 'curator' (DEMO_PASSWORD)")
        parser.add_argument("--json", action="store_true", help="print one JSON object; progress goes to stderr")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = self.stderr if options["json"] else self.stdout
        # The pages' own history says who made them; a line for each save would bury the steps.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        bootstrap = Bootstrap(on_progress=lambda sentence: progress.write(sentence, lambda text: text))
        bootstrap.run(demo=options["demo"])
        for problem in bootstrap.problems:
            progress.write(problem)
        if options["json"]:
            result: dict[str, Any] = {"done": bootstrap.done, "problems": bootstrap.problems}
            if options["demo"]:
                result["demo"] = {"username": DEMO_USERNAME, "password_works": is_demo_password_unchanged()}
            self.stdout.write(json.dumps(result))
        elif not bootstrap.done and not bootstrap.problems:
            self.stdout.write("Everything was ready.")
        if bootstrap.problems:
            raise SystemExit(1)
