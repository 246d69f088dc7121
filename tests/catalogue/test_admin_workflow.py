"""Editing together: locks, review by an editor, previews, history, and what each group may not do."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import TaskState

from catalogue.models import Tool
from catalogue.publishing import withdraw
from tests.catalogue.admin_forms import TOOLS, fields_of, send, signed_in
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")


def edit(tool: Tool) -> str:
    return f"{TOOLS}edit/{tool.pk}/"


def helper(*codenames: str):
    """A user of a group that an operator made: rights, but no reading level."""
    client = signed_in(name="helper")
    group, _created = Group.objects.get_or_create(name="Helpers")
    group.permissions.set(Permission.objects.filter(codename__in=("access_admin", *codenames)))
    client.user.groups.set([group])
    return client


def test_a_record_goes_through_review_to_the_public():
    curator, editor = helper("add_tool", "change_tool"), signed_in("Editors")
    fields = fields_of(curator.get(f"{TOOLS}add/"))
    fields |= {"name": ["Route Finder"], "summary": ["Maps safe routes."], "tool_types": ["worker-engagement"]}
    assert send(curator, f"{TOOLS}add/", fields, "submit").status_code == 302
    tool = Tool.objects.get()
    assert tool.workflow_in_progress
    assert not tool.live
    assert "Route Finder" in editor.get(TOOLS, {"state": "in-review"}).content.decode()
    assert "Route Finder" in editor.get("/admin/").content.decode()
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    response = editor.post(f"{TOOLS}workflow/action/{tool.pk}/approve/{state.pk}/", {"comment": "Well done."})
    assert response.status_code in (200, 302)
    tool = Tool.objects.get()
    assert tool.live
    assert not tool.workflow_in_progress
    assert Tool.objects.public().filter(name="Route Finder").exists()


def test_an_editor_can_send_it_back():
    writer, editor = helper("add_tool", "change_tool"), signed_in("Editors")
    tool = make_tool()
    assert send(writer, edit(tool), fields_of(writer.get(edit(tool))), "submit").status_code == 302
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    editor.post(f"{TOOLS}workflow/action/{tool.pk}/reject/{state.pk}/", {"comment": "A source is missing."})
    assert Tool.objects.get().current_workflow_state.status == "needs_changes"
    assert TaskState.objects.get().comment == "A source is missing."
    history = f"{TOOLS}workflow_history/{tool.pk}/detail/{state.workflow_state_id}/"
    for reader in (editor, writer):
        assert "A source is missing." in reader.get(history).content.decode()


def test_who_may_not_publish_is_not_helped_by_asking():
    writer = helper("add_tool", "change_tool")
    tool = make_tool()
    fields = fields_of(writer.get(edit(tool)))
    fields["summary"] = ["Unreviewed words."]
    send(writer, edit(tool), fields, "publish")
    assert Tool.objects.get().summary != "Unreviewed words."


def test_a_locked_record_can_be_saved_by_its_locker_only():
    tool = make_tool()
    first, second = signed_in("Curators", name="first"), signed_in("Curators", name="second")
    assert first.post(f"{TOOLS}lock/{tool.pk}/").status_code == 302
    fields = fields_of(first.get(edit(tool)))
    fields["summary"] = ["While it is locked."]
    response = send(second, edit(tool), fields, "publish")
    assert response.status_code == 200
    assert "could not be saved as it is locked" in response.content.decode()
    assert send(first, edit(tool), fields, "publish").status_code == 302
    assert Tool.objects.get().summary == "While it is locked."
    assert second.post(f"{TOOLS}unlock/{tool.pk}/").status_code == 302  # sent home: not theirs to unlock
    assert Tool.objects.get().locked
    assert signed_in("Editors").post(f"{TOOLS}unlock/{tool.pk}/").status_code == 302
    assert not Tool.objects.get().locked


class TestPreview:
    def preview(self, client, tool: Tool, fields: dict) -> str:
        url = f"{TOOLS}preview/{tool.pk}/"
        assert client.post(url, fields).json() == {"is_valid": True, "is_available": True}
        response = client.get(url)
        assert response.status_code == 200
        # The admin shows it in a frame; all else of the public policy holds there too.
        directives = response["Content-Security-Policy"].split("; ")  # in no promised order
        assert "frame-ancestors 'self'" in directives
        assert "script-src 'self'" in directives
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        return response.content.decode()

    def test_shows_the_record_page_of_what_is_in_the_form(self):
        tool = make_tool()
        client = signed_in("Curators")
        fields = fields_of(client.get(edit(tool)))
        fields["summary"] = ["Words that nobody has saved."]
        fields["regions"] = ["oceania"]
        page = self.preview(client, tool, fields)
        assert "Words that nobody has saved." in page
        assert "Oceania" in page
        assert "Southern Asia" not in page
        assert Tool.objects.get().summary != "Words that nobody has saved."

    def test_works_for_a_record_that_is_not_saved_yet(self):
        client = signed_in("Curators")
        fields = fields_of(client.get(f"{TOOLS}add/"))
        fields["name"] = ["Half a record"]
        url = f"{TOOLS}preview/"
        assert client.post(url, fields).json()["is_available"]
        response = client.get(url)
        assert response.status_code == 200
        assert "Half a record" in response.content.decode()

    def test_shows_restricted_detail_to_nobody_without_the_level(self):
        tool = make_tool(disclosure="vetted", restricted_detail="canary-detail")
        Tool.objects.update(curator_notes="canary-notes")
        writer = helper("add_tool", "change_tool")
        page = writer.get(edit(tool))
        assert "canary" not in page.content.decode()
        assert "canary" not in self.preview(writer, tool, fields_of(page))
        assert (
            "canary"
            not in writer.get(f"{TOOLS}history/{tool.pk}/revisions/{tool.latest_revision_id}/view/").content.decode()
        )
        curator = signed_in("Curators")
        assert "canary-detail" in self.preview(curator, tool, fields_of(curator.get(edit(tool))))
        assert "canary-notes" not in self.preview(curator, tool, fields_of(curator.get(edit(tool))))


class TestWhoEditsWhat:
    def test_a_save_without_the_level_leaves_the_restricted_fields_alone(self):
        tool = make_tool(disclosure="vetted", restricted_detail="canary-detail")
        Tool.objects.update(curator_notes="canary-notes")
        writer = helper("add_tool", "change_tool", "publish_tool")
        fields = fields_of(writer.get(edit(tool)))
        assert {"restricted_detail", "curator_notes", "disclosure"} & set(fields) == set()
        fields |= {"restricted_detail": ["overwritten"], "curator_notes": [""], "disclosure": ["public"]}
        assert send(writer, edit(tool), fields, "publish").status_code == 302
        tool = Tool.objects.get()
        assert (tool.restricted_detail, tool.curator_notes, tool.disclosure) == (
            "canary-detail",
            "canary-notes",
            "vetted",
        )

    def test_comparing_revisions_shows_them_to_curators_only(self):
        tool = make_tool(disclosure="vetted", restricted_detail="canary-old")
        tool.restricted_detail, tool.curator_notes, tool.summary = "canary-new", "canary-notes", "Another summary."
        tool.save_revision()
        url = f"{TOOLS}history/{tool.pk}/revisions/compare/earliest...latest/"
        seen = signed_in("Curators").get(url).content.decode()
        assert "canary" in seen
        unseen = helper("change_tool").get(url).content.decode()
        assert "Another" in unseen
        assert "canary" not in unseen

    def test_comparing_names_the_terms_that_came_and_went(self):
        tool = make_tool(regions=["asia-southern"])
        curator = signed_in("Curators")
        fields = fields_of(curator.get(edit(tool)))
        fields["regions"] = ["oceania"]
        send(curator, edit(tool), fields)
        page = curator.get(f"{TOOLS}history/{tool.pk}/revisions/compare/earliest...latest/").content.decode()
        assert '<span class="deletion">Southern Asia</span>' in page
        assert '<span class="addition">Oceania</span>' in page

    @pytest.mark.parametrize("group", ["Registered readers", "Vetted readers"])
    def test_readers_have_no_admin(self, group):
        client = signed_in(group)
        for url in (TOOLS, f"{TOOLS}add/", "/admin/"):
            response = client.get(url)
            assert (response.status_code, "login" in response.url) == (302, True)

    def test_nobody_gets_in_without_an_account(self, client):
        tool = make_tool()
        for url in (TOOLS, edit(tool), f"{TOOLS}similar/?name=a", f"{TOOLS}withdraw/{tool.pk}/"):
            response = client.get(url)
            assert (response.status_code, "login" in response.url) == (302, True)

    def test_looking_is_not_changing(self):
        tool = make_tool()
        viewer = helper("view_tool")
        assert viewer.get(TOOLS).status_code == 200
        for url in (edit(tool), f"{TOOLS}add/", f"{TOOLS}withdraw/{tool.pk}/", f"{TOOLS}similar/?name=a"):
            assert viewer.get(url).status_code == 302  # Wagtail sends home who may not
        assert viewer.post(f"{TOOLS}withdraw/{tool.pk}/", {"reason": "x"}).status_code == 302
        assert not Tool.objects.get().is_withdrawn


def test_the_form_tells_who_sees_what():
    tool = make_tool(disclosure="vetted", restricted_detail="How.")
    page = signed_in("Curators").get(edit(tool)).content.decode()
    assert "Who can see what" in page
    withdraw(tool, "A copy of another record.")
    page = signed_in("Curators").get(edit(tool)).content.decode()
    assert "A copy of another record." in page


def test_history_and_usage_pages_open():
    tool = make_tool()
    client = signed_in("Editors")
    for page in ("history", "usage", "workflow_history"):
        assert client.get(f"{TOOLS}{page}/{tool.pk}/").status_code == 200


def test_going_back_to_an_older_revision_brings_its_picks_back():
    tool = make_tool(regions=["asia-southern"])
    first = tool.latest_revision_id
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["regions"] = ["oceania"]
    send(client, edit(tool), fields, "publish")
    url = f"{TOOLS}history/{tool.pk}/revisions/{first}/revert/"
    old = fields_of(client.get(url))
    assert old["regions"] == ["asia-southern"]
    send(client, edit(tool), old, "publish")
    assert [row.term.slug for row in Tool.objects.get().classifications.filter(term__vocabulary__slug="region")] == [
        "asia-southern"
    ]
