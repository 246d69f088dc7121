"""The groups exist after a migration, with the rights that their names promise and no others."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User

from catalogue.disclosure import Level, level_of
from catalogue.groups import RIGHTS, WORKFLOW, set_up_groups
from catalogue.models import Tool

pytestmark = pytest.mark.django_db


def member(group: str) -> User:
    user = User.objects.create_user(group.split()[0].lower(), password="x")
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


@pytest.fixture(autouse=True)
def _groups():
    set_up_groups()


@pytest.mark.parametrize("group", ["Registered readers", "Vetted readers"])
def test_readers_have_a_level_and_no_right_in_the_admin(group):
    assert member(group).get_all_permissions() == set()


def test_a_curator_publishes_and_locks_but_deletes_nothing():
    curator = member("Curators")
    for right in ("wagtailadmin.access_admin", "catalogue.add_tool", "catalogue.change_tool", "catalogue.publish_tool"):
        assert curator.has_perm(right)
    assert not curator.has_perm("catalogue.delete_tool")
    assert not curator.has_perm("catalogue.unlock_tool")
    assert not curator.has_perm("auth.change_user")


def test_an_editor_may_also_delete_and_unlock():
    editor = member("Editors")
    assert editor.has_perm("catalogue.delete_tool")
    assert editor.has_perm("catalogue.unlock_tool")
    assert editor.has_perm("taxonomy.delete_term")


@pytest.mark.parametrize(
    ("group", "level"),
    [
        ("Registered readers", Level.REGISTERED),
        ("Vetted readers", Level.VETTED),
        ("Curators", Level.CURATOR),
        ("Editors", Level.CURATOR),
    ],
)
def test_each_group_reads_at_its_level(group, level):
    assert level_of(member(group)) == level


def test_nobody_in_particular_reads_what_is_public():
    assert level_of(None) == level_of(AnonymousUser()) == Level.PUBLIC
    assert level_of(User.objects.create_user("plain")) == Level.PUBLIC
    gone = member("Curators")
    gone.is_active = False
    assert level_of(gone) == Level.PUBLIC


def test_tools_are_reviewed_by_editors():
    workflow = Tool.get_default_workflow()
    assert workflow.name == WORKFLOW
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == ["Editors"]


def test_setting_up_again_changes_nothing_that_somebody_decided():
    curators = Group.objects.get(name="Curators")
    before = {name: set(Group.objects.get(name=name).permissions.values_list("pk", flat=True)) for name in RIGHTS}
    extra = Group.objects.get(name="Editors").permissions.get(codename="delete_tool")
    curators.permissions.add(extra)
    set_up_groups()
    assert set(curators.permissions.values_list("pk", flat=True)) == before["Curators"] | {extra.pk}
    assert Tool.get_default_workflow().name == WORKFLOW
