"""The list of tools: what its columns say, what narrows it, what finds a typo, what leaves it as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.models import LinkCheck, Tool
from catalogue.publishing import withdraw
from tests.catalogue.admin_forms import TOOLS, signed_in
from tests.catalogue.factories import make_tool, make_tools


def names(response) -> list[str]:
    assert response.status_code == 200
    return [tool.name for tool in response.context["object_list"]]


def content(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def client(db):
    return signed_in("Curators")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fotodna", "PhotoDNA"),
        ("photo dna", "PhotoDNA"),
        ("PhotoDNA", "PhotoDNA"),
        ("1343 action line", "1343 Actionline against Human Trafficking"),
        ("stop ap", "STOP APP"),
    ],
)
def test_search_finds_a_name_with_a_typo_first(registry, typed, found):
    assert names(signed_in("Curators").get(TOOLS, {"q": typed}))[0] == found


def test_search_finds_words_of_the_summary_and_of_organisations(registry):
    curator = signed_in("Curators")
    assert "Spotlight" in names(curator.get(TOOLS, {"q": "Thorn"}))
    assert names(curator.get(TOOLS, {"q": "qqqqxxxxzzzz"})) == []


def test_search_goes_together_with_filters_across_relations(registry):
    found = signed_in("Curators").get(TOOLS, {"q": "hotline", "tool_type": "reporting-hotlines", "region": "asia"})
    assert names(found)
    for tool in found.context["object_list"]:
        carried = {row.term.slug for row in tool.classifications.select_related("term")}
        assert "reporting-hotlines" in carried
        assert any(slug.startswith("asia-") for slug in carried)


@pytest.mark.usefixtures("vocabularies")
class TestNarrowing:
    def test_by_type_region_status_confidence_and_disclosure(self):
        make_tool("a", name="A", tool_types=["worker-engagement"], regions=["oceania"], status="pilot")
        make_tool("b", name="B", confidence="low", disclosure="vetted", restricted_detail="How.")
        client = signed_in("Curators")
        assert names(client.get(TOOLS, {"tool_type": "worker-engagement"})) == ["A"]
        assert names(client.get(TOOLS, {"region": "oceania"})) == ["A"]
        assert names(client.get(TOOLS, {"region": "asia"})) == ["B"]
        assert names(client.get(TOOLS, {"status": "pilot"})) == ["A"]
        assert names(client.get(TOOLS, {"confidence": "low"})) == ["B"]
        assert names(client.get(TOOLS, {"disclosure": "vetted"})) == ["B"]

    def test_by_problem_and_verification(self):
        make_tool("a", name="A", sources=[], url="https://gone.example/")
        fresh = make_tool("b", name="B", url="")
        Tool.objects.filter(pk=fresh.pk).update(last_verified_on=timezone.localdate())
        LinkCheck.objects.create(url="https://gone.example/", checked_at=timezone.now(), problem="The page is gone.")
        client = signed_in("Curators")
        assert names(client.get(TOOLS, {"problem": "no-source"})) == ["A"]
        assert names(client.get(TOOLS, {"problem": "broken-link"})) == ["A"]
        assert names(client.get(TOOLS, {"problem": "no-home-page"})) == ["B"]
        assert names(client.get(TOOLS, {"problem": ["no-source", "no-home-page"]})) == []
        assert names(client.get(TOOLS, {"verified": "stale"})) == ["A"]
        assert names(client.get(TOOLS, {"verified": "fresh"})) == ["B"]
        Tool.objects.filter(pk=fresh.pk).update(last_verified_on=timezone.localdate() - timedelta(days=400))
        assert names(client.get(TOOLS, {"problem": "stale"})) == ["B"]

    def test_by_state(self):
        make_tool("live", name="Live")
        changed = make_tool("changed", name="Changed")
        changed.summary = "Another summary."
        changed.save_revision()
        gone = make_tool("gone", name="Gone")
        withdraw(gone, "It is a copy.")
        Tool.objects.create(name="Draft", slug="draft", live=False)
        client = signed_in("Curators")
        assert names(client.get(TOOLS, {"state": "live"})) == ["Changed", "Live"]
        assert names(client.get(TOOLS, {"state": "changed"})) == ["Changed"]
        assert names(client.get(TOOLS, {"state": "draft"})) == ["Draft"]
        assert names(client.get(TOOLS, {"state": "withdrawn"})) == ["Gone"]
        assert names(client.get(TOOLS, {"state": ["draft", "withdrawn"]})) == ["Draft", "Gone"]
        assert names(client.get(TOOLS, {"state": "in-review"})) == []

    def test_columns_print_labels_completeness_and_problems(self):
        make_tool("a", name="A", sources=[])
        page = signed_in("Curators").get(TOOLS).content.decode()
        for text in (
            "<strong>Safe migration and fair recruitment</strong>",
            "Southern Asia",
            "Active",
            "No source",
            "never",
        ):
            assert text in page
        assert "85 of 100" in page  # all but sources (10) and a verification (5)

    def test_sorting_by_completeness_and_by_last_verification(self):
        make_tool("poor", name="Poor", sources=[], languages=[])
        rich = make_tool("rich", name="Rich")
        Tool.objects.filter(pk=rich.pk).update(last_verified_on="2026-01-01")
        client = signed_in("Curators")
        assert names(client.get(TOOLS, {"ordering": "completeness"})) == ["Poor", "Rich"]
        assert names(client.get(TOOLS, {"ordering": "-completeness"})) == ["Rich", "Poor"]
        assert names(client.get(TOOLS, {"ordering": "-last_verified_on"}))[0] in ("Rich", "Poor")

    @pytest.mark.parametrize(
        "query",
        [
            {"problem": "no-such-problem"},
            {"ordering": "secret"},
            {"p": "9999"},
            {"q": "x" * 5000},
            {"q": "'; DROP TABLE catalogue_tool; --"},
            {"region": "<script>"},
        ],
    )
    def test_nonsense_in_the_address_is_an_ordinary_page(self, query):
        make_tool()
        response = signed_in("Curators").get(TOOLS, query)
        assert response.status_code == 200

    def test_the_number_of_queries_does_not_depend_on_the_number_of_tools(self, django_assert_max_num_queries):
        make_tools(30)
        client = signed_in("Curators")
        client.get(TOOLS)
        with django_assert_max_num_queries(25) as few:
            client.get(TOOLS)
            number = len(few)
        make_tools(300, "more")
        client.get(TOOLS)
        with django_assert_max_num_queries(number):
            client.get(TOOLS)


@pytest.mark.usefixtures("vocabularies")
class TestFiles:
    def rows(self, client, **query) -> list[dict[str, str]]:
        response = client.get(TOOLS, {"export": "csv", **query})
        text = content(response).decode("utf-8")
        assert text.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(text[1:])))

    def test_a_csv_file_has_every_field_and_runs_nothing(self):
        make_tool(name='=HYPERLINK("https://evil.example","x")', summary="+1 000 callers", aka=["@SUM(A1)"])
        [row] = self.rows(signed_in("Curators"))
        assert row["name"] == '\'=HYPERLINK("https://evil.example","x")'
        assert row["summary"] == "'+1 000 callers"
        assert row["aka"] == "'@SUM(A1)"
        assert row["tool_types"] == "safe-migration-recruitment | awareness-education-training"
        assert row["partners"] == "Example Fund (funding)"
        assert row["state"] == "live"

    def test_an_excel_file_holds_texts_and_numbers_only(self):
        make_tool(name="=1+1", launched=2019)
        book = load_workbook(io.BytesIO(content(signed_in("Curators").get(TOOLS, {"export": "xlsx"}))))
        cells = [cell for line in book.active.iter_rows() for cell in line]
        heading = {cell.column: cell.value for cell in next(book.active.iter_rows())}
        for cell in cells:
            if cell.value is not None:
                is_number = heading[cell.column] in ("launched", "ended", "completeness") and cell.row > 1
                assert cell.data_type == ("n" if is_number else "s")
        assert "'=1+1" in {cell.value for cell in cells}

    def test_a_file_holds_what_the_list_shows(self):
        make_tool("a", name="A", regions=["oceania"])
        make_tool("b", name="Beacon")
        client = signed_in("Curators")
        assert [row["name"] for row in self.rows(client, region="oceania")] == ["A"]
        assert [row["name"] for row in self.rows(client, q="baecon")] == ["Beacon"]

    def test_restricted_detail_and_notes_leave_only_to_those_who_may_read_them(self):
        from django.contrib.auth.models import Group, Permission

        tool = make_tool(disclosure="vetted", restricted_detail="canary-detail")
        Tool.objects.filter(pk=tool.pk).update(curator_notes="canary-notes")
        [row] = self.rows(signed_in("Curators"))
        assert (row["restricted_detail"], row["curator_notes"]) == ("canary-detail", "canary-notes")
        helper = signed_in(name="helper")
        helpers = Group.objects.create(name="Helpers")
        helpers.permissions.set(Permission.objects.filter(codename__in=("access_admin", "view_tool", "change_tool")))
        helper.user.groups.set([helpers])
        for kind in ("csv", "xlsx"):
            raw = content(helper.get(TOOLS, {"export": kind}))
            if kind == "xlsx":
                book = load_workbook(io.BytesIO(raw))
                raw = repr([[cell.value for cell in line] for line in book.active.iter_rows()]).encode()
            assert b"Safe Path" in raw
            assert b"canary" not in raw

    def test_a_file_costs_no_query_a_row(self, django_assert_max_num_queries):
        make_tools(60)
        client = signed_in("Curators")
        content(client.get(TOOLS, {"export": "csv"}))
        with django_assert_max_num_queries(30):
            content(client.get(TOOLS, {"export": "csv"}))
