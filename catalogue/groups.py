"""The groups of ``catalogue.disclosure`` with their rights, and the workflow in which editors review a record.

Called by a migration with its historical models, and again wherever a fresh database needs them; it only adds.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as current_apps

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP, REGISTERED_GROUP, VETTED_GROUP

WORKFLOW = "Review"
# (app label, model): what each group may do there. Readers' groups carry a reading level and no rights.
RIGHTS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    REGISTERED_GROUP: {},
    VETTED_GROUP: {},
    CURATORS_GROUP: {
        ("wagtailadmin", "admin"): ("access",),
        ("catalogue", "tool"): ("view", "add", "change", "publish", "lock"),
        ("catalogue", "organisation"): ("view", "add", "change"),
        ("taxonomy", "term"): ("view", "add", "change"),
        ("taxonomy", "vocabulary"): ("view", "change"),
    },
    EDITORS_GROUP: {
        ("wagtailadmin", "admin"): ("access",),
        ("catalogue", "tool"): ("view", "add", "change", "delete", "publish", "lock", "unlock", "remove"),
        ("catalogue", "organisation"): ("view", "add", "change", "delete"),
        ("taxonomy", "term"): ("view", "add", "change", "delete"),
        ("taxonomy", "vocabulary"): ("view", "add", "change", "delete"),
    },
}


def set_up_groups(apps: Any = current_apps) -> None:
    """Create what is missing of the groups, their rights and the workflow. Rights given by hand stay."""
    group_model = apps.get_model("auth", "Group")
    for name, rights in RIGHTS.items():
        group, _created = group_model.objects.get_or_create(name=name)
        group.permissions.add(
            *(
                _permission(apps, app_label, model, action)
                for (app_label, model), actions in rights.items()
                for action in actions
            )
        )
    _let_editors_publish_pages(apps)
    _let_editors_translate_pages(apps)
    _set_up_review(apps)


def _permission(apps: Any, app_label: str, model: str, action: str) -> Any:
    """Return the permission row; migrations make most of them only afterwards, so it may have to be made here."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return permission


def _let_editors_publish_pages(apps: Any) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root is None:
        return
    editors = apps.get_model("auth", "Group").objects.get(name=EDITORS_GROUP)
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for action in ("add", "change", "publish", "lock", "unlock"):
        rows.get_or_create(group=editors, page=root, permission=_permission(apps, "wagtailcore", "page", action))


def _let_editors_translate_pages(apps: Any) -> None:
    """Give Wagtail's own right to begin a translation, which isn't named after its model as other rights are."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )
    apps.get_model("auth", "Group").objects.get(name=EDITORS_GROUP).permissions.add(permission)


def _set_up_review(apps: Any) -> None:
    content_types = apps.get_model("contenttypes", "ContentType").objects
    tool_type, _created = content_types.get_or_create(app_label="catalogue", model="tool")
    assignments = apps.get_model("wagtailcore", "WorkflowContentType").objects
    if assignments.filter(content_type=tool_type).exists():
        return
    task_type, _created = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name="Review by an editor", content_type=task_type, active=True
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name=EDITORS_GROUP))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    assignments.create(content_type=tool_type, workflow=workflow)
