"""What readers get of a record is written with the record itself, and holds what their level may see and no more."""

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from taggit.models import Tag

from catalogue.disclosure import Level
from catalogue.models import Organisation, OrganisationAlias, PublishedRecord, RestrictedDetail, Tool
from catalogue.published_records import differences, rebuild
from catalogue.publishing import restore, withdraw
from catalogue.record_facts import as_json, details_of, facts_of, record_from, with_page
from catalogue.records import Record
from catalogue.tool_records import records_of
from catalogue.writing import RecordChange, write_records
from search.exports.fields import as_dict
from taxonomy.changes import merge, rename
from taxonomy.models import Term
from tests.catalogue.factories import make_tool
from tests.dangerous import texts

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


def published(slug: str = "safe-path", level: Level = Level.PUBLIC) -> Record | None:
    listed = PublishedRecord.objects.public().filter(slug=slug).records(level)
    return listed[0] if listed else None


@pytest.mark.parametrize("level", list(Level))
def test_each_level_gets_what_the_tools_rows_say(registry: None, level: Level) -> None:
    kept = PublishedRecord.objects.public().order_by("slug").records(level)
    assert kept == list(records_of(Tool.objects.public().order_by("slug"), level))
    assert len(kept) > 300


def test_facts_are_what_programs_are_given(registry: None) -> None:
    for record, row in zip(PublishedRecord.objects.records(), PublishedRecord.objects.all(), strict=True):
        assert json.loads(with_page(row.facts, "x"))["page"] == "x"
        assert with_page(row.facts, as_dict(record)["page"]) == as_json(as_dict(record))


@given(texts(), texts())
def test_a_text_never_passes_for_the_place_of_the_page(name: str, summary: str) -> None:
    for hostile in (name, f'{name}"page": null', summary):
        facts = as_json(facts_of(Record(slug="a", name=hostile, summary='"page": null' + summary)))
        read = json.loads(with_page(facts, "https://example.org/en/tools/a/"))
        assert (read["name"], read["page"]) == (hostile, "https://example.org/en/tools/a/")
        assert read["summary"] == '"page": null' + summary


def test_many_records_cost_one_query(many_tools: None) -> None:
    with CaptureQueriesContext(connection) as few:
        PublishedRecord.objects.public()[:20].records()
    with CaptureQueriesContext(connection) as many:
        assert len(PublishedRecord.objects.public().records()) == 3_000
    assert (len(few), len(many)) == (1, 1)


class TestWrittenWithTheRecord:
    def test_both_or_neither(self, vocabularies: None) -> None:
        make_tool()
        with transaction.atomic():
            write_records([RecordChange("safe-path", {"summary": "Other words."})])
            assert published().summary == "Other words."
            transaction.set_rollback(True)
        assert published().summary != "Other words."

    def test_a_published_version(self, vocabularies: None) -> None:
        tool = make_tool()
        tool.summary = "Other words."
        revision = tool.save_revision()
        assert published().summary != "Other words."
        with transaction.atomic():
            revision.publish()
            assert published().summary == "Other words."

    def test_publishing_that_fails_is_undone_as_a_whole(
        self, vocabularies: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tool = make_tool()
        tool.summary = "Other words."
        revision = tool.save_revision()

        def stop(*args: object) -> None:
            raise Undone

        monkeypatch.setattr("catalogue.published_records.as_json", stop)
        with pytest.raises(Undone):
            revision.publish()
        assert Tool.objects.get().summary == published().summary != "Other words."

    @pytest.mark.parametrize("way", ["withdraw", "unpublish", "delete"])
    def test_taken_out_in_the_same_transaction(self, vocabularies: None, way: str) -> None:
        tool = make_tool(disclosure="vetted", restricted_detail="Invented.")
        with transaction.atomic():
            if way == "withdraw":
                withdraw(tool, "Asked for.")
            else:
                getattr(tool, way)()
            assert not PublishedRecord.objects.exists()
            assert not RestrictedDetail.objects.exists()

    def test_it_comes_back(self, vocabularies: None) -> None:
        tool = make_tool(disclosure="registered", restricted_detail="Invented.")
        before = published(level=Level.REGISTERED)
        withdraw(tool, "Asked for.")
        restore(tool)
        after = published(level=Level.REGISTERED)
        assert replace(after, updated_at=None) == replace(before, updated_at=None)
        assert after.restricted_detail == "Invented."

    def test_readers_get_nothing_of_a_row_that_outlived_its_tool(self, vocabularies: None) -> None:
        make_tool()
        Tool.objects.update(live=False)
        assert PublishedRecord.objects.exists()
        assert published() is None


class TestWhatShowsInOtherRecords:
    @pytest.fixture(autouse=True)
    def _tool(self, vocabularies: None) -> None:
        make_tool(tags=["night"])

    def test_an_organisation(self) -> None:
        organisation = Organisation.objects.get(name="Example Union")
        organisation.name = "Example Trade Union"
        organisation.save()
        assert published().organisation == "Example Trade Union"
        alias = OrganisationAlias.objects.create(organisation=organisation, name="ETU")
        assert published().lead.aka == ("ETU",)
        alias.delete()
        assert published().lead.aka == ()

    def test_a_tag(self) -> None:
        tag = Tag.objects.get(name="night")
        tag.name = "nightly"
        tag.save()
        assert published().tags == ("nightly",)

    @pytest.mark.parametrize(
        ("vocabulary", "slug", "field"),
        [
            ("tool_type", "safe-migration-recruitment", "tool_types"),
            ("status", "active", "status"),
            ("access", "free", "access"),
            ("organisation_type", "ngo", "organisation_type"),
        ],
    )
    def test_a_term_that_gets_another_address(self, vocabulary: str, slug: str, field: str) -> None:
        day = Tool.objects.get().public_changed_at
        rename(Term.objects.get(vocabulary__slug=vocabulary, slug=slug), "another-one")
        assert "another-one" in getattr(published(), field)
        assert Tool.objects.get().public_changed_at == day
        assert not list(differences())

    def test_a_term_that_is_merged(self) -> None:
        terms = {term.slug: term for term in Term.objects.filter(vocabulary__slug="target_user")}
        merge(terms["workers"], terms["researchers"])
        assert published().target_users == ("researchers", "civil-society")
        assert not list(differences())


class TestDisclosure:
    def test_nobody_without_the_level_gets_it(self, vocabularies: None) -> None:
        make_tool(disclosure="registered", restricted_detail="Canary-71.", curator_notes="Canary-72.")
        row = PublishedRecord.objects.get()
        assert "Canary" not in row.facts + row.details + row.digest
        texts = {level: published(level=level).restricted_detail for level in Level}
        assert texts.pop(Level.PUBLIC) == ""
        assert set(texts.values()) == {"Canary-71."}

    def test_a_level_that_is_raised_counts_at_once(self, vocabularies: None) -> None:
        make_tool(disclosure="registered", restricted_detail="Canary-71.")
        write_records([RecordChange("safe-path", {"disclosure": "vetted"})])
        assert published(level=Level.REGISTERED).restricted_detail == ""
        assert published(level=Level.VETTED).restricted_detail == "Canary-71."
        write_records([RecordChange("safe-path", {"restricted_detail": "", "disclosure": "public"})])
        assert not RestrictedDetail.objects.exists()


class TestCommands:
    @pytest.fixture(autouse=True)
    def _tools(self, vocabularies: None) -> None:
        make_tool()
        make_tool("gone", name="Gone", disclosure="vetted", restricted_detail="Invented.")
        make_tool("never", name="Never")

    def test_nothing_differs(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("check_records")
        assert "All records are kept as they are." in capsys.readouterr().out

    def test_each_difference_is_named_and_mended(self, capsys: pytest.CaptureFixture[str]) -> None:
        Tool.objects.filter(slug="safe-path").update(summary="Written past everything.", launched=1999)
        Tool.objects.filter(slug="gone").update(live=False)
        PublishedRecord.objects.filter(slug="never").delete()
        dates = dict(Tool.objects.values_list("slug", "public_changed_at"))
        with pytest.raises(CommandError, match="3 record"):
            call_command("check_records", "--json")
        listed = {row["slug"]: (row["problem"], row["fields"]) for row in json.loads(capsys.readouterr().out)}
        assert listed == {
            "safe-path": ("differs", ["summary", "launched"]),
            "gone": ("not-public", []),
            "never": ("missing", []),
        }
        call_command("rebuild_records", verbosity=0)
        assert "3 record(s)" in capsys.readouterr().out
        assert not list(differences())
        assert not RestrictedDetail.objects.exists()
        assert rebuild() == 0
        assert dict(Tool.objects.values_list("slug", "public_changed_at")) == dates

    def test_a_row_of_older_code_is_written_anew(self) -> None:
        PublishedRecord.objects.filter(slug="never").update(form=0)
        assert [difference.slug for difference in differences()] == ["never"]
        assert rebuild() == 1


def test_a_record_is_the_same_after_its_journey() -> None:
    record = Record(slug="a", name="A", summary="S")
    there = record_from(as_json(facts_of(record)), as_json(details_of(record)), 0, None, None)
    assert replace(there, evidence=()) == record
