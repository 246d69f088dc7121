"""Loads the vocabularies' files and says what changed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.loading import FOLDER, VocabularyFileError, VocabularyLoadReport, load_vocabularies


class Command(BaseCommand):
    help = (
        "Load the vocabularies from files: terms, trees, labels, synonyms and definitions. Running it again changes "
        "nothing. Terms are never deleted, and words edited in the admin stay; where both the file and the admin "
        "changed the same words, the conflict is listed and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="folder of *.json (default: ours)")
        parser.add_argument("--overwrite", action="store_true", help="where both changed, take the file's words")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, folder: Path, overwrite: bool, as_json: bool, **options: Any) -> None:
        try:
            report = load_vocabularies(folder, overwrite=overwrite)
        except VocabularyFileError as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
        elif options["verbosity"] > 0:
            self._print(report)
        if report.conflicts:
            raise CommandError(
                f"{len(report.conflicts)} conflicts: words edited here that the files changed too were left as they "
                "are. Run with --overwrite to take the files' words."
            )

    def _print(self, report: VocabularyLoadReport) -> None:
        counts = report.counts()
        self.stdout.write(
            f"{counts['created']} terms created, {counts['updated']} updated, {counts['unchanged']} unchanged."
        )
        for heading, by_vocabulary in (
            ("created", report.created),
            ("updated", report.updated),
            ("edited here, kept", report.edited_here),
            ("not in the files, kept", report.only_here),
            ("merged or renamed here, not made again", report.gone),
        ):
            for vocabulary, slugs in by_vocabulary.items():
                self.stdout.write(f"  {vocabulary}, {heading}: {', '.join(slugs)}")
        for conflict in report.conflicts:
            where = f"{conflict.vocabulary}/{conflict.slug}".rstrip("/")
            self.stdout.write(f"  conflict in {where}, {conflict.part}: here {conflict.here!r}, file {conflict.file!r}")
