"""One click is one action; unpublished work can be seen and given up; no number is public that nobody has looked at."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry, TaskState

from catalogue import merging, publishing
from catalogue.models import Organisation, PersonalDataCheck, Tool
from catalogue.writing import RecordChange, WriteMode, write_records
from tests.catalogue.admin_forms import ORGANISATIONS, TOOLS, fields_of, send, signed_in
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")
APPROVE = {
    "action-workflow-action": ["true"],
    "workflow-action-name": ["approve"],
    "workflow-action-extra-data": ["{}"],
}
JSON = {"HTTP_ACCEPT": "application/json"}


def edit(tool: Tool) -> str:
    return f"{TOOLS}edit/{tool.pk}/"


def in_review() -> tuple[Tool, object]:
    """A record whose draft an editor looks at."""
    tool, editor = make_tool(), signed_in("Editors", "Curators")
    fields = fields_of(editor.get(edit(tool)))
    fields["summary"] = ["Words in review."]
    assert send(editor, edit(tool), fields, "submit").status_code == 302
    return tool, editor


class TestDecisions:
    def test_an_autosave_carries_no_decision(self):
        tool, editor = in_review()
        fields = fields_of(editor.get(edit(tool)))
        before = tool.revisions.count()
        for asked in (APPROVE, {"action-publish": ["1"]}, {"action-submit": ["1"]}):
            answer = editor.post(edit(tool), {**fields, **asked}, **JSON)
            assert answer.status_code == 400
            assert not answer.json()["success"]
        tool.refresh_from_db()
        assert (tool.workflow_in_progress, tool.revisions.count()) == (True, before)
        assert editor.post(edit(tool), fields, **JSON).json()["success"]

    def test_a_decision_that_is_over_is_refused_and_leaves_no_draft(self):
        tool, editor = in_review()
        fields = fields_of(editor.get(edit(tool))) | APPROVE
        assert editor.post(edit(tool), fields).status_code == 302
        mail.outbox.clear()
        for _press in range(2):
            answer = editor.post(edit(tool), fields | {"summary": ["Typed meanwhile."]})
            assert answer.status_code == 200
            page = answer.content.decode()
            assert "any more: somebody has decided in the meantime" in page
            assert "Typed meanwhile." in page
        tool.refresh_from_db()
        assert (tool.summary, tool.has_unpublished_changes) == ("Words in review.", False)
        assert ModelLogEntry.objects.filter(object_id=str(tool.pk), action="wagtail.workflow.approve").count() == 1
        assert TaskState.objects.count() == 1

    def test_submitting_twice_starts_one_review(self):
        tool, editor = in_review()
        fields = fields_of(editor.get(edit(tool)))
        assert send(editor, edit(tool), fields, "submit").status_code == 200
        assert TaskState.objects.count() == 1

    def test_withdrawing_verifying_and_merging_twice_are_done_once(self, admin_user):
        tool = make_tool()
        for _press in range(2):
            publishing.mark_verified(Tool.objects.get(), admin_user)
        for _press in range(2):
            publishing.withdraw(Tool.objects.get(), "A duplicate.", admin_user)
        actions = list(ModelLogEntry.objects.filter(object_id=str(tool.pk)).values_list("action", flat=True))
        assert (actions.count(publishing.VERIFY_ACTION), actions.count(publishing.WITHDRAW_ACTION)) == (1, 1)
        one, other = (
            Organisation.objects.create(name="One", slug="one"),
            Organisation.objects.create(name="O", slug="o"),
        )
        client = signed_in("Editors")
        for _press in range(2):
            assert client.post(f"{ORGANISATIONS}merge/{one.pk}/", {"target": other.pk}).status_code == 302
        assert ModelLogEntry.objects.filter(action=merging.MERGE_ACTION).count() == 1


class TestDrafts:
    def test_the_form_says_whose_changes_wait_and_they_can_be_discarded(self):
        tool, writer = make_tool(), signed_in("Curators", name="wanda")
        fields = fields_of(writer.get(edit(tool)))
        assert "Unpublished changes" not in writer.get(edit(tool)).content.decode()
        fields["summary"] = ["Half a sen"]
        send(writer, edit(tool), fields)
        other = signed_in("Curators", name="otto")
        page = other.get(edit(tool)).content.decode()
        assert "By wanda, since" in page
        assert f"{TOOLS}history/{tool.pk}/compare/live...latest/" in page or "compare" in page
        address = f"{TOOLS}discard/{tool.pk}/"
        assert address in page
        assert "wanda" in other.get(address).content.decode()
        for _press in range(2):
            assert other.post(address).status_code == 302
        tool.refresh_from_db()
        assert not tool.has_unpublished_changes
        assert tool.get_latest_revision_as_object().summary == tool.summary
        assert ModelLogEntry.objects.filter(action="catalogue.discard").count() == 1
        [written] = write_records([RecordChange(tool.slug, {"notes": "Imported."})], mode=WriteMode.LIVE)
        assert written.outcome == "changed"

    def test_discarding_ends_the_review(self):
        tool, editor = in_review()
        editor.post(f"{TOOLS}discard/{tool.pk}/")
        tool.refresh_from_db()
        assert not tool.workflow_in_progress

    def test_a_curator_deletes_a_stray_draft_of_their_own_and_no_other(self):
        writer, other = signed_in("Curators", name="wanda"), signed_in("Curators", name="otto")
        fields = fields_of(writer.get(f"{TOOLS}add/")) | {"name": ["Traffik cam"], "summary": ["x"]}
        send(writer, f"{TOOLS}add/", fields)
        tool = Tool.objects.get()
        address = f"{TOOLS}delete/{tool.pk}/"
        assert address in writer.get(edit(tool)).content.decode()
        assert address not in other.get(edit(tool)).content.decode()
        other.post(address)
        assert Tool.objects.exists()
        writer.post(address)
        assert not Tool.objects.exists()

    def test_withdrawing_stands_in_the_place_of_unpublishing(self):
        tool, editor = make_tool(), signed_in("Editors")
        page = editor.get(edit(tool)).content.decode()
        assert f"{TOOLS}unpublish/{tool.pk}/" not in page
        assert f"{TOOLS}withdraw/{tool.pk}/" in page
        answer = editor.post(f"{TOOLS}unpublish/{tool.pk}/")
        assert answer["Location"] == f"{TOOLS}withdraw/{tool.pk}/"
        tool.refresh_from_db()
        assert tool.live


def test_an_editor_is_warned_of_personal_data_until_somebody_has_looked():
    tool, editor = make_tool(), signed_in("Editors", "Curators")
    fields = fields_of(editor.get(edit(tool)))
    fields["summary"] = ["Ask Mrs Anna Muster for a place, or write to anna@example.org."]
    answer = editor.post(edit(tool), fields | {"action-publish": ["1"]}, follow=True)
    assert "Readers may see" in answer.content.decode()
    tool.refresh_from_db()
    assert tool.summary.startswith("Ask Mrs Anna")
    page = editor.get(edit(tool))
    keys = [key for key in fields_of(page) if key == "looked_at"]
    assert keys == []  # nothing is ticked beforehand
    text = page.content.decode()
    assert "anna@example.org" in text
    ticks = [part.split('"')[0] for part in text.split('name="looked_at" value="')[1:]]
    assert len(ticks) == 2
    send(editor, edit(tool), fields_of(page) | {"looked_at": ticks})
    assert PersonalDataCheck.objects.filter(tool=tool, checked_by=editor.user).count() == 2
    assert 'name="looked_at"' not in editor.get(edit(tool)).content.decode()
    answer = editor.post(edit(tool), fields | {"action-publish": ["1"]}, follow=True)
    assert "Readers may see" not in answer.content.decode()
