"""Makes the home page and the content pages where they are missing, in every language."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from catalogue.pages.default_pages import ensure_pages


class Command(BaseCommand):
    help = (
        "Make the home page and the content pages (about, method, privacy, accessibility) where they are missing, "
        "in every language of the interface."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a machine-readable result")

    def handle(self, **options: Any) -> None:
        made = ensure_pages()
        if options["json"]:
            self.stdout.write(json.dumps({"made": made}, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(f"Made: {', '.join(made)}" if made else "All pages are there.")
