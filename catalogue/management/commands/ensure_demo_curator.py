"""The account with which somebody tries the admin on a development machine."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP
from catalogue.groups import set_up_groups


class Command(BaseCommand):
    help = "Creates or resets a demo account that may curate and edit. Works with DEBUG=1 only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="curator")
        parser.add_argument("--password", required=True)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("A demo account has a known password: it is only made with DEBUG=1.")
        set_up_groups()
        user, created = get_user_model().objects.get_or_create(username=options["username"])
        user.is_active = True
        user.set_password(options["password"])
        user.save()
        user.groups.add(*Group.objects.filter(name__in=(CURATORS_GROUP, EDITORS_GROUP)))
        if options["json"]:
            self.stdout.write(json.dumps({"username": user.get_username(), "created": created}))
        else:
            self.stdout.write(f"Demo account: {user.get_username()}")
