"""Write an XLSForm for KoboToolbox, whose exports import by themselves."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from importers.forms.questions import languages
from importers.forms.xlsform import write_xlsform


class Command(BaseCommand):
    help = "Write an XLSForm (KoboToolbox, ODK, SurveyCTO) with the vocabularies in all their languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, help="where to write it, such as form.xlsx")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not languages():
            raise CommandError("There are no vocabularies yet; run load_vocabularies first.")
        try:
            write_xlsform(options["out"])
        except OSError as error:
            raise CommandError(f"{options['out']} can't be written: {error.strerror or error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["out"]), "languages": list(languages())}))
        else:
            self.stdout.write(f"Wrote {options['out']}.")
