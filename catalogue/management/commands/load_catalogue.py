"""Load a file of initiatives, by default the starting data."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.loading import STARTING_DATA, load_rows, read_file


class Command(BaseCommand):
    help = (
        "Load initiatives from a JSON Lines file (default: the starting data). A second run changes nothing. "
        "Fields that a curator changed since the last load are kept and reported. "
        "Exit code 1 when a line could not be loaded; the others are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=STARTING_DATA, help="a .jsonl file")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            read = read_file(path)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror or error}.") from error
        report = load_rows(read.rows, reason=f"Loaded from {path.name}")
        problems = sorted([(bad.line, bad.slug, bad.reason) for bad in read.bad] + report.refused)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "file": path.name,
                        "counts": {
                            "created": len(report.created),
                            "changed": len(report.changed),
                            "same": len(report.same),
                            "invalid": len(problems),
                        },
                        "changed": report.changed,
                        "kept": [vars(kept) for kept in report.kept],
                        "problems": [{"line": line, "id": slug, "reason": reason} for line, slug, reason in problems],
                    },
                    ensure_ascii=False,
                )
            )
        else:
            self._tell(report, problems)
        if problems:
            raise SystemExit(1)

    def _tell(self, report: Any, problems: list[tuple[int, str, str]]) -> None:
        for slug, names in report.changed.items():
            self.stdout.write(f"changed {slug}: {', '.join(names)}")
        for kept in report.kept:
            self.stdout.write(f"kept a curator's {kept.field} of {kept.slug} (line {kept.line} says otherwise)")
        for line, slug, reason in problems:
            self.stderr.write(f"line {line}: {slug or 'no id'}: {reason}")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.changed)} changed, {len(report.same)} the same, "
            f"{len(problems)} not loaded"
        )
