"""Compares a described idea with the tools that exist."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gaps.idea_report import idea_report_as_dict, report_on_idea
from gaps.matrix_request import MatrixRequest, RequestError
from overlap import Idea, clean_idea
from overlap.passages import LONGEST_IDEA


class Command(BaseCommand):
    help = (
        "Which tools overlap with an idea, written in any language? IDEA is the text, or - to read it from standard "
        "input. Nothing of it is stored or logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("idea", help="the idea in plain words, or - for standard input")
        parser.add_argument("--lang", default="en", help="language of labels, and a hint at the idea's (default: en)")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=SLUG", help="repeatable")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the whole result as JSON")

    def handle(self, *args: Any, idea: str, lang: str, as_json: bool, **options: Any) -> None:
        text = sys.stdin.read() if idea == "-" else idea
        if not text.strip():
            raise CommandError("Describe the idea in a sentence or two.")
        if len(text) > LONGEST_IDEA:
            raise CommandError(f"The idea is too long; at most {LONGEST_IDEA:,} characters are read.")
        try:
            request = MatrixRequest.of(filters=options["filter"], language=lang)
        except RequestError as error:
            raise CommandError(str(error)) from error
        whole = report_on_idea(Idea(clean_idea(text), lang, dict(request.filters)))
        if as_json:
            self.stdout.write(json.dumps(idea_report_as_dict(whole), ensure_ascii=False, indent=2))
            return
        report = whole.overlap
        if report.passage:
            self.stdout.write(f"Compared by this part: {report.passage}")
        if not report.overlaps and not report.perhaps:
            self.stdout.write("No tool in the registry overlaps with this idea.")
        for overlap in report.overlaps:
            shared = ", ".join(part.label for part in overlap.shared)
            self.stdout.write(f"{overlap.degree:<8}{overlap.record.name} ({overlap.record.status}): {shared}")
        for perhaps in report.perhaps:
            why = "; ".join(f"{reason.label}: {reason.text}" for reason in perhaps.reasons)
            self.stdout.write(f"perhaps {perhaps.record.name} ({perhaps.record.status}): {why}")
        for cell in whole.gap_cells:
            self.stdout.write(
                f"{cell.verdict}: {cell.row_label} × {cell.column_label}, {cell.count} tools, "
                f"{cell.expected:.1f} expected"
            )
