"""Loads the indicators of need and says what changed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gaps.needs.loading import STARTING_FILE, NeedsFileError, load_needs


class Command(BaseCommand):
    help = (
        "Load the indicators of need (people affected, connectivity, authorities' figures) from a file. Running it "
        "again changes nothing; an indicator that was edited in the admin stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=STARTING_FILE, help="a needs.json (default: ours)")
        parser.add_argument("--overwrite", action="store_true", help="replace what was edited in the admin")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, file: Path, overwrite: bool, as_json: bool, **options: Any) -> None:
        try:
            report = load_needs(file, overwrite=overwrite)
        except NeedsFileError as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
        elif options["verbosity"] > 0:
            counts = ", ".join(f"{len(keys)} {name.replace('_', ' ')}" for name, keys in report.as_data().items())
            self.stdout.write(f"Indicators of need: {counts}.")
