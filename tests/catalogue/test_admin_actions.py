"""Withdrawing, restoring, verifying, deleting, merging, and the warning about duplicates."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Revision

from catalogue.merging import merge_organisations
from catalogue.models import Organisation, Tool
from catalogue.records import record_of
from tests.catalogue.admin_forms import ORGANISATIONS, TOOLS, errors_of, fields_of, send, signed_in
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")
BULK = "/admin/bulk/catalogue/tool/"


def text_of(response) -> str:
    return response.content.decode()


class TestOneRecord:
    def test_withdrawing_asks_for_a_reason_and_restoring_takes_it_back(self):
        tool = make_tool()
        client = signed_in("Curators")
        url = f"{TOOLS}withdraw/{tool.pk}/"
        assert "tells the reason" in text_of(client.get(url))
        assert "required" in text_of(client.post(url, {"reason": "   "}))
        assert client.post(url, {"reason": "Asked for by its operator."}).status_code == 302
        assert Tool.objects.get().withdrawn_because == "Asked for by its operator."
        page = text_of(client.get(f"{TOOLS}edit/{tool.pk}/"))
        assert "Asked for by its operator." in page
        url = f"{TOOLS}restore/{tool.pk}/"
        assert "Asked for by its operator." in text_of(client.get(url))
        assert client.post(url).status_code == 302
        assert Tool.objects.public().exists()
        assert "Back to the record" in text_of(client.get(url))

    def test_what_has_been_public_is_withdrawn_not_deleted(self):
        tool = make_tool()
        editor = signed_in("Editors")
        response = editor.post(f"{TOOLS}delete/{tool.pk}/")
        assert response.url == f"{TOOLS}withdraw/{tool.pk}/"
        assert Tool.objects.exists()
        draft = Tool.objects.create(name="Draft", slug="draft", live=False)
        assert editor.post(f"{TOOLS}delete/{draft.pk}/").status_code == 302
        assert not Tool.objects.filter(name="Draft").exists()

    def test_a_curator_deletes_nothing(self):
        draft = Tool.objects.create(name="Draft", slug="draft", live=False)
        signed_in("Curators").post(f"{TOOLS}delete/{draft.pk}/")
        assert Tool.objects.exists()


class TestSeveral:
    def test_withdrawing_several_takes_one_reason(self):
        tools = [make_tool(slug, name=slug) for slug in ("a", "b", "c")]
        client = signed_in("Curators")
        url = f"{BULK}withdraw/?id={tools[0].pk}&id={tools[1].pk}&next={TOOLS}"
        assert client.get(url).status_code == 200
        assert "required" in text_of(client.post(url, {"reason": ""}))
        assert client.post(url, {"reason": "Copies."}).status_code == 302
        assert set(Tool.objects.withdrawn().values_list("slug", flat=True)) == {"a", "b"}

    def test_all_means_all_that_the_list_shows(self):
        make_tool("a", name="A", regions=["oceania"])
        make_tool("b", name="B")
        client = signed_in("Curators")
        assert client.post(f"{BULK}withdraw/?id=all&region=oceania&next={TOOLS}", {"reason": "x"}).status_code == 302
        assert list(Tool.objects.withdrawn().values_list("slug", flat=True)) == ["a"]

    def test_marking_several_as_verified(self):
        tools = [make_tool(slug, name=slug) for slug in ("a", "b")]
        client = signed_in("Curators")
        ids = "&".join(f"id={tool.pk}" for tool in tools)
        assert client.post(f"{BULK}verify/?{ids}&next={TOOLS}").status_code == 302
        assert {tool.last_verified_by for tool in Tool.objects.all()} == {client.user}

    def test_deleting_several_spares_what_has_been_public(self):
        tool = make_tool()
        draft = Tool.objects.create(name="Draft", slug="draft", live=False)
        editor = signed_in("Editors")
        url = f"{BULK}delete/?id={tool.pk}&id={draft.pk}&next={TOOLS}"
        assert "permission to delete this" in text_of(editor.get(url))
        assert editor.post(url).status_code == 302
        assert list(Tool.objects.all()) == [tool]

    @pytest.mark.parametrize("action", ["withdraw", "verify"])
    def test_whoever_may_not_publish_may_not_do_it_to_several_either(self, action):
        from tests.catalogue.test_admin_workflow import helper

        tool = make_tool()
        helper("change_tool", "view_tool").post(f"{BULK}{action}/?id={tool.pk}&next={TOOLS}", {"reason": "x"})
        tool.refresh_from_db()
        assert (tool.is_withdrawn, tool.last_verified_on) == (False, None)


class TestLikelyDuplicates:
    def ask(self, **asked) -> list[dict]:
        return signed_in("Curators").get(f"{TOOLS}similar/", asked).json()["similar"]

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ({"name": "Safe Path"}, "the same name"),
            ({"name": "safe-paht"}, "nearly the same name"),
            ({"name": "Quite another", "aka": ["Nothing", "SAFEPATH"]}, "the same name"),
            ({"name": "Quite another", "url": "http://www.example.org/safe-path/"}, "the same web address"),
            ({"source_repo": "https://github.com/Example/Safe-Path.git"}, "the same source code"),
        ],
    )
    def test_name_alias_address_and_source_code_are_enough_by_themselves(self, asked, why):
        tool = make_tool(source_repo="https://github.com/example/safe-path")
        make_tool("other", name="Wage Watch", aka=[], url="https://other.example", source_repo="")
        [found] = self.ask(**asked)
        assert found["name"] == "Safe Path"
        assert found["url"] == f"{TOOLS}edit/{tool.pk}/"
        assert why in found["why"]

    def test_nothing_alike_says_nothing_and_a_record_is_no_copy_of_itself(self):
        tool = make_tool()
        assert self.ask(name="Moon Base Planner", url="https://moon.example") == []
        assert self.ask(name="Safe Path", pk=tool.pk) == []

    def test_drafts_and_later_changes_are_known(self):
        assert self.ask(name="Wage Watch") == []
        Tool.objects.create(name="Wage Watch", slug="wage-watch", live=False)
        assert [found["name"] for found in self.ask(name="Wage Watch")] == ["Wage Watch"]

    @pytest.mark.parametrize("asked", [{}, {"name": "x" * 5000}, {"pk": "ten"}, {"name": "<b>", "pk": "9" * 40}])
    def test_nonsense_is_answered(self, asked):
        make_tool()
        assert isinstance(self.ask(**asked), list)

    def test_saving_a_new_record_warns_without_a_script(self):
        make_tool()
        client = signed_in("Curators")
        fields = fields_of(client.get(f"{TOOLS}add/"))
        fields |= {"name": ["Safe  path"], "slug": ["safe-path-2"]}
        response = client.post(f"{TOOLS}add/", fields, follow=True)
        assert "This may already be in the registry" in text_of(response)


class TestOrganisations:
    def test_is_found_with_a_typo_in_list_and_chooser(self):
        make_tool(organisation="Polaris Project")
        client = signed_in("Curators")
        for url in (ORGANISATIONS, "/admin/snippets/choose/catalogue/organisation/results/"):
            page = text_of(client.get(url, {"q": "polarsi project"}))
            assert "Polaris Project" in page
            assert "Example Fund" not in page

    def test_is_created_with_an_address_of_its_own(self):
        client = signed_in("Curators")
        fields = fields_of(client.get(f"{ORGANISATIONS}add/"))
        fields |= {"name": ["Förderkreis Süd"], "country": ["DE"]}
        response = send(client, f"{ORGANISATIONS}add/", fields)
        assert response.status_code == 302, errors_of(response)
        assert Organisation.objects.get().slug == "forderkreis-sud"

    def test_merging_moves_parts_names_facts_and_drafts(self, django_capture_on_commit_callbacks):
        from catalogue.signals import records_changed

        tool = make_tool(organisation="Example Union", partners=[{"name": "Exampel Union", "contribution": "data"}])
        source = Organisation.objects.get(name="Exampel Union")
        Organisation.objects.filter(pk=source.pk).update(url="https://union.example")
        target = Organisation.objects.get(name="Example Union")
        tool.summary = "A draft in waiting."
        tool.save_revision()
        heard = []
        listener = lambda slugs, **kwargs: heard.extend(slugs)  # noqa: E731
        records_changed.connect(listener)
        client = signed_in("Curators")
        url = f"{ORGANISATIONS}merge/{source.pk}/"
        assert "Exampel Union" in text_of(client.get(url))
        assert "into itself" in text_of(client.post(url, {"target": source.pk}))
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(url, {"target": target.pk}).status_code == 302
        records_changed.disconnect(listener)
        assert set(heard) == {"safe-path"}
        record = record_of(Tool.objects.with_children().get())
        assert {(party.name, party.role, party.contribution) for party in record.parties} == {
            ("Example Union", "lead", "unknown"),
            ("Example Union", "partner", "data"),
        }
        target.refresh_from_db()
        assert target.url == "https://union.example"
        assert [alias.name for alias in target.aliases.all()] == ["Exampel Union"]
        draft = Tool.objects.get().get_latest_revision_as_object()
        assert {part.organisation_id for part in draft.participations.all()} == {target.pk}
        assert client.get(f"{TOOLS}edit/{tool.pk}/").status_code == 200
        assert Redirect.objects.get(old_path=f"/en/organisations/{source.slug}").redirect_link == (
            f"/en/organisations/{target.slug}/"
        )

    def test_no_revision_names_an_organisation_that_is_gone(self, registry):
        source, target = Organisation.objects.order_by("pk")[:2]
        merge_organisations(source, target)
        known = set(Organisation.objects.values_list("pk", flat=True))
        content_type = ContentType.objects.get_for_model(Tool)
        for revision in Revision.objects.filter(base_content_type=content_type):
            assert {part["organisation"] for part in revision.content["participations"]} <= known

    def test_the_same_part_twice_becomes_one(self):
        make_tool(
            partners=[
                {"name": "Example Fund", "contribution": "funding"},
                {"name": "The Example Fund", "contribution": "funding"},
            ]
        )
        merge_organisations(
            Organisation.objects.get(name="The Example Fund"), Organisation.objects.get(name="Example Fund")
        )
        assert [party.name for party in record_of(Tool.objects.get()).partners] == ["Example Fund"]


def test_the_home_page_says_what_needs_attention(django_assert_max_num_queries):
    make_tool(sources=[])
    client = signed_in("Curators")
    page = text_of(client.get("/admin/"))
    assert "What needs attention" in page
    assert "problem=no-source" in page
    with django_assert_max_num_queries(40):
        client.get("/admin/")


class TestDeletingOrganisations:
    """One that a record names is merged, never deleted: drafts and older versions could not be read any more."""

    def test_one_that_a_record_names(self):
        make_tool()
        organisation = Organisation.objects.get(name="Example Union")
        response = signed_in("Editors").post(f"{ORGANISATIONS}delete/{organisation.pk}/")
        assert response.url == f"{ORGANISATIONS}merge/{organisation.pk}/"
        assert Organisation.objects.filter(pk=organisation.pk).exists()

    def test_one_that_only_an_older_version_names(self):
        tool = make_tool()
        tool.participations.all().delete()
        tool = Tool.objects.get()
        tool.save_revision().publish()
        organisation = Organisation.objects.get(name="Example Union")
        editor = signed_in("Editors")
        assert editor.post(f"{ORGANISATIONS}delete/{organisation.pk}/").url.endswith(f"merge/{organisation.pk}/")
        url = f"{TOOLS}history/{tool.pk}/revisions/compare/earliest...latest/"
        assert "Example Union" in text_of(editor.get(url))

    def test_several_of_which_one_is_named_nowhere(self):
        make_tool()
        Organisation.objects.create(name="Nobody's", slug="nobodys")
        ids = "&".join(f"id={organisation.pk}" for organisation in Organisation.objects.all())
        url = f"/admin/bulk/catalogue/organisation/delete/?{ids}&next={ORGANISATIONS}"
        editor = signed_in("Editors")
        assert "permission to delete these" in text_of(editor.get(url))
        assert editor.post(url).status_code == 302
        assert set(Organisation.objects.values_list("name", flat=True)) == {"Example Union", "Example Fund"}
