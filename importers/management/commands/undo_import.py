"""Take an import back, or bring it back."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from importers.applying.apply import ImportRefused
from importers.applying.undo import plan_undo, redo_batch, undo_batch
from importers.models import Batch


class Command(BaseCommand):
    help = (
        "Take a whole import back: records that it made are withdrawn, fields that it changed get their values from "
        "before. What was edited since is kept and listed. --redo brings the import back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, help="the import's number")
        parser.add_argument("--dry-run", action="store_true", help="only show what would be taken back")
        parser.add_argument("--redo", action="store_true", help="bring an import back that was taken back")
        parser.add_argument("--user", default="", help="user name, for the records' history")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        model = get_user_model()
        user = model.objects.filter(**{model.USERNAME_FIELD: options["user"]}).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no user called {options['user']}.")
        try:
            batch = Batch.objects.get(pk=options["batch"])
            if options["redo"]:
                plan = redo_batch(batch.pk, user=user)
            elif options["dry_run"]:
                plan = plan_undo(batch)
            else:
                plan = undo_batch(batch.pk, user=user)
        except Batch.DoesNotExist as error:
            raise CommandError(f"There is no import {options['batch']}.") from error
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False))
            return
        verb = "brought back" if options["redo"] else "withdrawn"
        for slug in plan.withdraw:
            self.stdout.write(f"{slug}: {verb}")
        for slug, swap in plan.swaps.items():
            where = "draft discarded, " if slug in plan.discarded else ""
            self.stdout.write(f"{slug}: {where}{', '.join(swap.fields)} as before")
        for slug in plan.reviews:
            self.stdout.write(f"{slug}: review {'began again' if options['redo'] else 'ended'}")
        for edit in plan.kept:
            self.stdout.write(f"{edit.slug}: {edit.field} was edited since and is kept")
        for slug in plan.locked:
            self.stdout.write(f"{slug}: locked, stays as it is")
        for slug in plan.missing:
            self.stdout.write(f"{slug}: not there any more")
        counts = plan.counts
        self.stdout.write(
            f"{counts['withdrawn']} {verb}, {counts['restored']} restored, "
            f"{counts['drafts_discarded']} drafts discarded, "
            f"{counts['drafts_restored']} drafts as before, {counts['reviews_cancelled']} reviews, "
            f"{len(plan.kept)} edits kept"
        )
