"""Editors may begin translations of pages."""

from typing import Any

from django.db import migrations

from catalogue.groups import set_up_groups


def add_rights(apps: Any, schema_editor: Any) -> None:
    set_up_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_proposals"),
        ("simple_translation", "0001_initial"),
    ]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
