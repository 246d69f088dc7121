"""Compare what is kept of public records for readers with the tools' own rows."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.published_records import RecordDifference, differences

_SENTENCES = {
    "missing": "{slug}: is public, and readers are given nothing.",
    "not-public": "{slug}: is kept for readers, and isn't public. No page shows it.",
    "differs": "{slug}: readers are given another state ({fields}).",
}


class Command(BaseCommand):
    help = "Compares what readers get of each record with the tools' own rows, and names what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the differences as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        listed = list(differences())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(difference) for difference in listed], ensure_ascii=False))
        else:
            for difference in listed:
                self.stdout.write(_in_words(difference))
        if listed:
            raise CommandError(f"{len(listed)} record(s) differ. Make them anew: manage.py rebuild_records")
        if not options["json"]:
            self.stdout.write("All records are kept as they are.")


def _in_words(difference: RecordDifference) -> str:
    return _SENTENCES[difference.problem].format(slug=difference.slug, fields=", ".join(difference.fields))
