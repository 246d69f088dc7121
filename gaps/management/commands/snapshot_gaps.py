"""Freezes today's statistics as a numbered snapshot, or compares two."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gaps.live_data import note_snapshot
from gaps.models.snapshots import Snapshot
from gaps.snapshots.comparing import compare
from gaps.snapshots.freezing import take_snapshot


class Command(BaseCommand):
    help = (
        "Freeze today's statistics as a numbered, citable snapshot. With --monthly only when this month has none yet; "
        "with --compare A B nothing is frozen, and what changed between two snapshots is printed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", default="", help="a few words on why it was taken")
        parser.add_argument("--monthly", action="store_true", help="only if there is none of this month")
        parser.add_argument("--if-changed", action="store_true", help="only if something changed since the last one")
        parser.add_argument(
            "--nightly",
            action="store_true",
            help="keep a changed state for its day, without announcing it",
        )
        parser.add_argument("--compare", nargs=2, type=int, metavar=("A", "B"), help="numbers of two snapshots")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(
        self, *args: Any, note: str, monthly: bool, nightly: bool, if_changed: bool, as_json: bool, **options: Any
    ) -> None:
        if options["compare"]:
            self._compare(*options["compare"], as_json=as_json)
            return
        today = timezone.localdate()
        this_month = Snapshot.objects.announced().filter(taken_on__year=today.year, taken_on__month=today.month).first()
        if monthly and this_month is not None:
            snapshot, is_new = this_month, False
        else:
            snapshot, is_new = take_snapshot(note[:200], only_if_changed=if_changed or nightly, is_automatic=nightly)
        if nightly:
            note_snapshot()
        if as_json:
            self.stdout.write(
                json.dumps(
                    {
                        "number": snapshot.number,
                        "date": snapshot.taken_on.isoformat(),
                        "tools": snapshot.tools,
                        "digest": snapshot.digest,
                        "new": is_new,
                    }
                )
            )
        else:
            what = "taken" if is_new else "is there already"
            self.stdout.write(
                f"Snapshot {snapshot.number} of {snapshot.taken_on}, {snapshot.tools} tools counted: {what}. "
                f"SHA-256 {snapshot.digest}"
            )

    def _compare(self, first: int, second: int, *, as_json: bool) -> None:
        snapshots = {snapshot.number: snapshot for snapshot in Snapshot.objects.filter(number__in=[first, second])}
        for number in (first, second):
            if number not in snapshots:
                raise CommandError(f"There is no snapshot {number}.")
        result = compare(snapshots[first], snapshots[second])
        kinds = {"added": result.added, "removed": result.removed, "ended": result.ended, "revived": result.revived}
        if as_json:
            parts = {
                **{kind: [slug for slug, _name in tools.named] for kind, tools in kinds.items()},
                "not_public_now": {kind: tools.unnamed for kind, tools in kinds.items()},
                "reclassified": [asdict(change) for change in result.reclassified],
                "verdicts": [asdict(change) for change in result.verdicts],
            }
            self.stdout.write(json.dumps({"from": first, "to": second, **parts}, ensure_ascii=False, indent=2))
            return
        for heading, tools in (
            ("added", result.added),
            ("no longer public", result.removed),
            ("ended", result.ended),
            ("in use again", result.revived),
        ):
            more = [f"{tools.unnamed} not public now"] if tools.unnamed else []
            self.stdout.write(f"{heading}: {', '.join([*(slug for slug, _name in tools.named), *more]) or 'none'}")
        for change in result.reclassified:
            self.stdout.write(f"{change.slug}, {change.key}: {', '.join(change.before)} → {', '.join(change.after)}")
        for verdict in result.verdicts:
            self.stdout.write(f"{verdict.row} × {verdict.column}: {verdict.before} → {verdict.after}")
