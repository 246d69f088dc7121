"""Ask every recorded web address whether it still answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalogue.links import LinkProbe, check_addresses, recorded_addresses


class Command(BaseCommand):
    help = (
        "Asks the web addresses of all records whether they still answer, slowly and without reading the pages, and "
        "keeps the answers for the open problems in the admin. It is never run by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=int, default=30, metavar="DAYS", help="skip what was asked since")
        parser.add_argument("--limit", type=int, default=1000, help="ask at most so many addresses")
        parser.add_argument("--timeout", type=float, default=10.0, help="seconds to wait for an answer")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two questions to one host")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("older_than", "limit", "timeout", "pause"):
            if options[name] < 0:
                raise CommandError(f"--{name.replace('_', '-')} can't be negative.")
        asker = LinkProbe(
            timeout=options["timeout"], agent=f"{settings.WAGTAIL_SITE_NAME} link check (+{settings.BASE_URL})"
        )
        report = check_addresses(
            asker, older_than=options["older_than"], limit=options["limit"], pause=options["pause"]
        )
        recorded = recorded_addresses()
        problems: list[dict[str, Any]] = [
            {
                "url": answer.url,
                "status": answer.status,
                "problem": answer.problem,
                "tools": recorded.get(answer.url, []),
            }
            for answer in report.problems
        ]
        if options["json"]:
            self.stdout.write(
                json.dumps({"asked": report.asked, "left": report.left, "problems": problems}, ensure_ascii=False)
            )
            return
        for problem in problems:
            self.stdout.write(f"{problem['url']}  {problem['problem']}  ({', '.join(problem['tools']) or '-'})")
        self.stdout.write(f"{report.asked} asked, {len(problems)} with a problem, {report.left} left for another time")
