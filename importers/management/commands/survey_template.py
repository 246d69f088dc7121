"""Write a spreadsheet to send out, whose answers import by themselves."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from importers.forms.questions import languages
from importers.forms.spreadsheet import write_spreadsheet


class Command(BaseCommand):
    help = "Write an XLSX to fill in: a guide, drop-downs from the vocabularies, questions in the language chosen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, help="where to write it, such as survey.xlsx")
        parser.add_argument("--lang", default="en", help="language of questions and answers")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        known = languages()
        if not known:
            raise CommandError("There are no vocabularies yet; run load_vocabularies first.")
        if options["lang"] not in known:
            raise CommandError(f"There are no labels in “{options['lang']}”. Choose one of: {', '.join(known)}.")
        try:
            write_spreadsheet(options["out"], options["lang"])
        except OSError as error:
            raise CommandError(f"{options['out']} can't be written: {error.strerror or error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["out"]), "language": options["lang"]}))
        else:
            self.stdout.write(f"Wrote {options['out']}.")
