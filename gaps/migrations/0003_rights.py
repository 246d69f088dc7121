"""What curators and editors may do with indicators of need and snapshots. Only adds; rights given by hand stay."""

from django.db import migrations

RIGHTS = {
    "Curators": {"indicator": ("view", "add", "change"), "area": ("view", "change"), "snapshot": ("view", "add")},
    "Editors": {
        "indicator": ("view", "add", "change", "delete"),
        "area": ("view", "add", "change", "delete"),
        "areagroup": ("view", "add", "change", "delete"),
        "snapshot": ("view", "add"),
    },
}


def give_rights(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name, rights in RIGHTS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for model, actions in rights.items():
            content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
                app_label="gaps", model=model
            )
            for action in actions:
                # Migrations make most permissions only afterwards.
                permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("gaps", "0002_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("catalogue", "0003_groups"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
