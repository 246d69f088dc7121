"""Prints a coverage matrix: which tools there are for what, and where there are fewer than expected."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gaps.matrix import DEFAULT_COLUMNS, DEFAULT_ROWS, CoverageMatrix
from gaps.matrix_request import AXES, MatrixRequest, RequestError
from gaps.matrix_service import matrix_result, resolver, result_as_dict, snapshot_of
from gaps.population import GlobalMode

_SIGNS = {"under-served": "−", "well-served": "+", "too-few-to-tell": "?", "as-expected": "", "not-tested": ""}


class Command(BaseCommand):
    help = (
        "Print a coverage matrix. By default it counts the public tools in use (active or pilot) whose existence isn't "
        "in doubt. In the table − means under-served, + well served, ? too few to tell."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", default=DEFAULT_ROWS, help=f"facet key: {', '.join(AXES)}")
        parser.add_argument("--columns", default=DEFAULT_COLUMNS, help="facet key")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=SLUG", help="repeatable")
        parser.add_argument("--global", choices=list(GlobalMode), default=GlobalMode.OWN, dest="global_mode")
        parser.add_argument("--any-status", action="store_true", help="count tools of every status")
        parser.add_argument("--in-doubt", action="store_true", help="count tools whose existence is in doubt, too")
        parser.add_argument("--date", help="as of this day (YYYY-MM-DD): the last snapshot taken by then")
        parser.add_argument("--lang", default="en", help="language of labels")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the whole result as JSON")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        try:
            snapshot = snapshot_of(_day(options["date"]))
            request = MatrixRequest.of(
                rows=options["rows"],
                columns=options["columns"],
                filters=options["filter"],
                resolve=resolver(snapshot),
                global_mode=options["global_mode"],
                is_any_status=options["any_status"],
                is_doubt_included=options["in_doubt"],
                day=_day(options["date"]),
                language=options["lang"],
            )
            result = matrix_result(request, snapshot)
        except RequestError as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps(result_as_dict(result), ensure_ascii=False, indent=2))
            return
        matrix = result.matrix
        self.stdout.write(
            f"{matrix.total} tools, as of {result.on}. Rows: {matrix.rows.key}. Columns: {matrix.columns.key}."
        )
        for number, line in enumerate(matrix.columns.lines, start=1):
            self.stdout.write(f"  {number:>3} {line.slug}")
        self._print_counts(matrix)

    def _print_counts(self, matrix: CoverageMatrix) -> None:
        if not matrix.rows.lines or not matrix.columns.lines:
            return
        import pandas  # half a second that only this needs

        counts = [[f"{cell.count}{_SIGNS[cell.judgement.verdict]}" for cell in cells] for cells in matrix.cells]
        slugs = [line.slug for line in matrix.rows.lines]
        table = pandas.DataFrame(counts, index=slugs, columns=[str(n + 1) for n in range(len(matrix.columns))])
        self.stdout.write(table.to_string(col_space=5))


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it like 2026-01-31.") from None
