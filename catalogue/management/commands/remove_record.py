"""Remove a record for safety or by law, for good."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalogue.models import IndexDue, RemovedRecord, Tool
from catalogue.removal.remove import remove


class Command(BaseCommand):
    help = (
        "Remove a record for safety or by law. This can't be taken back: its rows, history, drafts, proposals and what "
        "imports kept of it are deleted, snapshots go on counting it without naming it, its address answers 410 and "
        "says nothing, and files and imports can't bring it back. Backups and copies elsewhere are not reached."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the last part of the record's address, as in /tools/<address>/")
        parser.add_argument(
            "--name", required=True, help="the record's name, exactly, as a proof that this one is meant"
        )
        parser.add_argument("--ground", required=True, choices=RemovedRecord.Ground.values, help="why")
        parser.add_argument("--user", default="", help="the account that decides it; it stays on record")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        tool = Tool.objects.filter(slug=options["address"]).first()
        if tool is None:
            raise CommandError("The registry has no record with this address.")
        if options["name"] != tool.name:
            raise CommandError("This is not the record's name, so nothing was removed.")
        user = None
        if options["user"]:
            user = get_user_model()._default_manager.filter(username=options["user"]).first()
            if user is None:
                raise CommandError("There is no account of this name, so nothing was removed.")
        record = remove(tool, options["ground"], user)
        waits = IndexDue.objects.exists()
        if options["json"]:
            removed_at = record.removed_at.isoformat()
            self.stdout.write(
                json.dumps({"removed": removed_at, "ground": record.ground, "is_out_of_index": not waits})
            )
            return
        self.stdout.write(self.style.SUCCESS("The record is removed."))
        if waits:
            self.stdout.write("The search index follows as soon as it can be written; searches leave the record out.")
