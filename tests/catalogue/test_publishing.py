"""What others are told, and where old addresses lead, when a record is published, taken back, withdrawn or renamed."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from catalogue import publishing
from catalogue.models import FormerSlug, Tool
from catalogue.signals import records_changed, records_withdrawn
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Runs a function and returns what was announced: {"changed": slugs, "withdrawn": slugs}."""

    def run(function):
        heard = {"changed": set(), "withdrawn": set()}

        def on_change(slugs, **kwargs):
            heard["changed"] |= slugs

        def on_withdrawal(slugs, **kwargs):
            heard["withdrawn"] |= slugs

        records_changed.connect(on_change)
        records_withdrawn.connect(on_withdrawal)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                function()
        finally:
            records_changed.disconnect(on_change)
            records_withdrawn.disconnect(on_withdrawal)
        return heard

    return run


def test_publishing_and_taking_back_are_told(told):
    tool = make_tool()
    tool.summary = "Another."
    assert told(lambda: tool.save_revision().publish()) == {"changed": {"safe-path"}, "withdrawn": set()}
    assert told(lambda: Tool.objects.get().unpublish()) == {"changed": set(), "withdrawn": {"safe-path"}}


def test_saving_a_draft_is_told_to_nobody(told):
    tool = make_tool()
    tool.summary = "Another."
    assert told(lambda: tool.save_revision()) == {"changed": set(), "withdrawn": set()}


def test_withdrawing_needs_a_reason_is_told_and_kept_in_the_history(told):
    tool = make_tool()
    with pytest.raises(ValidationError):
        publishing.withdraw(tool, "  ")
    assert told(lambda: publishing.withdraw(tool, "It never existed.")) == {
        "changed": set(),
        "withdrawn": {"safe-path"},
    }
    tool = Tool.objects.get()
    assert (tool.is_withdrawn, tool.withdrawn_because) == (True, "It never existed.")
    assert not Tool.objects.public().exists()
    entry = ModelLogEntry.objects.get(action="catalogue.withdraw")
    assert entry.data["reason"] == "It never existed."
    assert "It never existed." in str(entry.message)


def test_publishing_a_draft_does_not_undo_a_withdrawal():
    tool = make_tool()
    revision = tool.save_revision()
    publishing.withdraw(tool, "A copy.")
    revision.publish()
    assert Tool.objects.get().withdrawn_because == "A copy."


def test_restoring_brings_it_back(told):
    tool = make_tool()
    publishing.withdraw(tool, "A copy.")
    assert told(lambda: publishing.restore(tool)) == {"changed": {"safe-path"}, "withdrawn": set()}
    assert Tool.objects.public().get().withdrawn_because == ""
    assert told(lambda: publishing.restore(tool)) == {"changed": set(), "withdrawn": set()}


def test_a_new_address_leaves_the_old_one_leading_to_the_record(told):
    tool = make_tool()
    tool.slug = "safer-path"
    heard = told(lambda: tool.save_revision().publish())
    assert heard == {"changed": {"safer-path"}, "withdrawn": {"safe-path"}}
    assert FormerSlug.objects.get().slug == "safe-path"
    assert FormerSlug.objects.get().tool_id == tool.pk


def test_going_back_to_an_old_address_does_not_lead_in_circles():
    tool = make_tool()
    for slug in ("second", "third", "safe-path"):
        tool.slug = slug
        tool.save()
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"second", "third"}


def test_the_address_of_a_draft_that_nobody_saw_is_forgotten():
    draft = Tool.objects.create(name="A", slug="a", live=False)
    draft.slug = "b"
    draft.save()
    assert not FormerSlug.objects.exists()


def test_deleting_is_told(told):
    tool = make_tool()
    assert told(tool.delete)["withdrawn"] == {"safe-path"}


def test_marking_verified_reaches_the_live_record_and_a_waiting_draft(admin_user):
    tool = make_tool()
    tool.summary = "A draft in waiting."
    tool.save_revision()
    tool = Tool.objects.get()
    publishing.mark_verified(tool, admin_user)
    tool = Tool.objects.get()
    assert tool.last_verified_on is not None
    assert tool.last_verified_by == admin_user
    assert tool.summary != "A draft in waiting."
    draft = tool.get_latest_revision_as_object()
    assert (draft.summary, draft.last_verified_on) == ("A draft in waiting.", tool.last_verified_on)


def test_marking_a_published_record_leaves_no_unpublished_change(admin_user):
    tool = make_tool()
    publishing.mark_verified(tool, admin_user)
    tool = Tool.objects.get()
    assert not tool.has_unpublished_changes
    assert tool.live_revision_id == tool.latest_revision_id
    assert tool.get_latest_revision_as_object().last_verified_by == admin_user


def test_a_renamed_organisation_changes_its_public_tools(told):
    tool = make_tool()
    make_tool("other", name="Other", organisation="Elsewhere", partners=[])
    organisation = tool.participations.first().organisation
    organisation.name = "Example Federation"
    assert told(organisation.save)["changed"] == {"safe-path"}
