"""Load a file of initiatives, by default the starting data."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalogue.loading import STARTING_DATA, CatalogueLoadReport, load_rows, read_file, read_restricted
from catalogue.loading.files import FileRows

# File, line, id, reason.
_Problem = tuple[str, int, str, str]


class Command(BaseCommand):
    help = (
        "Load initiatives from a JSON Lines file (default: the starting data). A second run changes nothing. "
        "Fields that a curator changed since the last load are kept and reported. "
        "Restricted details are read from the file that the setting RESTRICTED_DATA names, if it is set. "
        "Exit code 1 when a line could not be loaded; the others are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=STARTING_DATA, help="a .jsonl file")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        read = _opened(path, read_file)
        report = load_rows(read.rows, reason=f"Loaded from {path.name}")
        bad = [(bad.line, bad.slug, bad.reason) for bad in read.bad]
        problems = [(path.name, *problem) for problem in sorted(bad + report.refused)]
        if settings.RESTRICTED_DATA:
            problems += _load_restricted(Path(settings.RESTRICTED_DATA), report)
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
                        "kept": [vars(conflict) for conflict in report.kept],
                        "removed": report.removed,
                        "problems": [
                            {"file": name, "line": line, "id": slug, "reason": reason}
                            for name, line, slug, reason in problems
                        ],
                    },
                    ensure_ascii=False,
                )
            )
        else:
            self._print_report(path.name, report, problems)
        if problems:
            raise SystemExit(1)

    def _print_report(self, main: str, report: CatalogueLoadReport, problems: list[_Problem]) -> None:
        for slug, names in report.changed.items():
            self.stdout.write(f"changed {slug}: {', '.join(names)}")
        for conflict in report.kept:
            self.stdout.write(
                f"kept a curator's {conflict.field} of {conflict.slug} (line {conflict.line} says otherwise)"
            )
        for name, line, slug, reason in problems:
            where = f"line {line}" if name == main else f"{name}, line {line}"
            self.stderr.write(f"{where}: {slug or 'no id'}: {reason}")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.changed)} changed, {len(report.same)} the same, "
            f"{len(problems)} not loaded"
            + (f", {report.removed} left out, as they were removed for safety or by law" if report.removed else "")
        )


def _opened(path: Path, read: Callable[[Path], FileRows]) -> FileRows:
    try:
        return read(path)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror or error}.") from error


def _load_restricted(path: Path, report: CatalogueLoadReport) -> list[_Problem]:
    """Add what the operator's file of restricted details says; returns the lines that could not be loaded."""
    try:
        read = _opened(path, read_restricted)
    except CommandError as error:
        raise CommandError(f"RESTRICTED_DATA: {error} The other records are loaded.") from error
    added = load_rows(read.rows, reason="Restricted detail from the operator's file")
    report.add(added)
    bad = [(bad.line, bad.slug, bad.reason) for bad in read.bad]
    return [(path.name, *problem) for problem in sorted(bad + added.refused)]
