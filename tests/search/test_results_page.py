"""/tools/: what a reader sees of an answer."""

import re
from html import unescape

import pytest
from django.test import Client

from api.application import api
from catalogue.models import Tool
from catalogue.records import iterate_records
from search.engines.base import DetectedTerm, EngineError, SearchOutcome, SearchRequest
from search.facets import FACET_KEYS
from search.filter_semantics import matches
from search.models import UnmetDemand
from search.parsing import parse_query
from search.query import SORTS, ToolQuery
from search.query_execution import to_engine_request
from search.results.page import build_results_page
from search.views.formats import FORMATS
from taxonomy.current import vocabulary_index
from tests.catalogue.factories import make_tools
from tests.search.memory_engine import MemoryEngine, registry_documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=True)


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", html, flags=re.S))).split())


@pytest.mark.parametrize(
    "address",
    [
        "region=africa",
        "region=africa&global=no",
        "region=global",
        "infrastructure=works-offline&infrastructure=low-bandwidth&status=active",
        "have=smartphone&have=mobile-data",
        "have=computer&have=trained-user&have=registration&in_doubt=no",
        "tool_type=reporting-hotlines&country=us&language=en&language=es",
    ],
)
def test_the_request_finds_what_the_query_means(memory_engine, address):
    from django.http import QueryDict

    query = parse_query(QueryDict(address), strict=True)
    index = vocabulary_index()
    everything = list(iterate_records(Tool.objects.public()))
    expected = {record.slug for record in everything if matches(record, query, index)}
    found = memory_engine.search(to_engine_request(query, offset=0, limit=1000))
    assert {hit.slug for hit in found.hits} == expected
    assert 0 < found.total == len(expected) < len(everything)


def test_every_link_of_every_facet_leads_to_as_many_tools_as_it_says(memory_engine):
    for address in (ToolQuery(), ToolQuery.of({"region": ["africa"], "status": ["active"]})):
        page = build_results_page(address)
        for panel in page.answer.facets:
            for value in panel.flat():
                if value.selected or address.values(panel.key):
                    continue
                narrowed = address.with_(panel.key, value.value)
                counted = memory_engine.search(to_engine_request(narrowed, limit=0)).total
                assert counted == value.count, (panel.key, value)


def test_facets_keep_siblings_in_sight_and_hide_what_finds_nothing(memory_engine):
    page = build_results_page(ToolQuery.of({"tool_type": ["reporting-hotlines"]}))
    panels = {panel.key: panel for panel in page.answer.facets}
    types = {value.value: value for value in panels["tool_type"].flat()}
    assert types["reporting-hotlines"].selected
    assert len(types) == 17
    assert all(
        value.count or value.selected for panel in panels.values() for value in panel.flat() if not value.children
    )
    assert set(panels) <= set(FACET_KEYS)


def test_regions_and_infrastructure_are_trees(memory_engine):
    panels = {panel.key: panel for panel in build_results_page(ToolQuery()).answer.facets}
    africa = next(value for value in panels["region"].values if value.value == "africa")
    assert {child.value for child in africa.children} >= {"africa-western", "africa-eastern"}
    assert all(child.depth == 1 for child in africa.children)


def test_worldwide_tools_are_marked_under_a_region_and_can_be_left_out(memory_engine, client):
    marked = page_of(client, "/en/tools/?region=oceania")
    assert "not named for the region you chose" in marked
    unmarked = page_of(client, "/en/tools/?region=oceania&global=no")
    assert "not named for the region you chose" not in unmarked
    assert "global=no" in marked


def test_a_record_in_doubt_says_so_in_the_list(memory_engine, client):
    assert "May not exist" in page_of(client, "/en/tools/?q=traceguard")
    assert "May not exist" not in page_of(client, "/en/tools/?q=traceguard&in_doubt=no")


def test_the_chosen_filters_can_be_taken_away_one_by_one(memory_engine):
    query = ToolQuery.of(
        {"region": ["asia"], "status": ["active"]}, text="app", have=("smartphone",), includes_global=False
    )
    page = build_results_page(query)
    assert len(page.chips) == 5
    assert len({chip.url for chip in page.chips}) == 5
    assert page.chips[0].url == query.changed(text="").url()


def test_an_empty_answer_names_the_filter_to_drop_with_its_count(memory_engine, client):
    query = ToolQuery.of({"tool_type": ["fundraising-resources"], "country": ["np"], "status": ["discontinued"]})
    page = build_results_page(query)
    assert page.answer.total == 0
    assert page.no_results.is_empty
    for relaxation in page.no_results.relaxations:
        assert relaxation.count > 0
    assert page.nearest
    html = page_of(client, query.url())
    assert "No tool in the catalogue fits all of this" in html
    for relaxation in page.no_results.relaxations:
        assert relaxation.label in unescape(html)


def test_what_comes_nearest_keeps_the_place_and_drops_the_words(memory_engine):
    """No tool of Nepal says these words; the page goes on with tools of Nepal, not with the words elsewhere."""
    query = ToolQuery.of({"country": ["np"]}, text="zzz nothing says this")
    page = build_results_page(query)
    assert page.answer.total == 0
    assert page.nearest
    nepalese = {
        record.slug for record in iterate_records(Tool.objects.public()) if "np" in record.facet_values("country")
    }
    assert {row.slug for row in page.nearest} <= nepalese


def test_where_the_filters_leave_nothing_the_place_stays_longest(memory_engine):
    query = ToolQuery.of(
        {"tool_type": ["fundraising-resources"], "country": ["np"], "status": ["discontinued"]}, text="a"
    )
    page = build_results_page(query)
    assert page.answer.total == 0
    nepalese = {
        record.slug for record in iterate_records(Tool.objects.public()) if "np" in record.facet_values("country")
    }
    assert page.nearest
    assert {row.slug for row in page.nearest} <= nepalese


class TestNearestInsideAFilter:
    """An engine's outcome that only comes nearest inside a filter is no gap and no unmet demand."""

    @pytest.fixture
    def nearest_engine(self, memory_engine, monkeypatch):
        hit = memory_engine.search(SearchRequest(limit=1)).hits
        reading = (DetectedTerm("tool_type", "games", "game", 1.0),)
        outcome = SearchOutcome(hits=hit, total=1, read_as=reading, is_nearest=True, engine="memory")
        monkeypatch.setattr(memory_engine, "search", lambda request: outcome)
        return memory_engine

    def test_it_speaks_of_no_gap_and_counts_no_demand(self, nearest_engine, client):
        html = page_of(client, "/en/tools/?q=a+game&country=np")
        assert "come nearest to your words" in html
        assert "This may be a gap" not in html
        assert not UnmetDemand.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "region=nowhere",
        "page=9999",
        "page=-1",
        "page=two",
        "q=" + "long+" * 1000,
        "q=%00",
        "q=%ff%fe",
        "tool_type=%f0%9f%98%80&q=%f0%9f%98%80",
        "q=%3Cscript%3Ealert(1)%3C/script%3E&region=%3Cscript%3Ealert(1)%3C/script%3E",
        "region=' OR 1=1 --",
        "%3Cscript%3Ealert(1)%3C/script%3E=1",
        "format=pdf",
        "sort=%3Cscript%3E",
        "per_page=100000",
        "q=%22unclosed+-+%2D%2D+(((",
    ],
)
def test_bad_input_gives_a_normal_page_that_says_what_it_ignored(memory_engine, client, address):
    html = page_of(client, f"/en/tools/?{address}")
    assert "<h1>Tools</h1>" in html
    assert "<script>alert" not in html
    assert "notice" in html or address.startswith(("q=%22", "q=%3C"))


def test_a_page_beyond_the_last_is_the_last(memory_engine, client):
    html = page_of(client, "/en/tools/?page=9999")
    assert "There are only 20 pages" in text_of(html)
    assert html.count('class="result"') == 5


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_list_costs_the_same_number_of_queries_at_any_size(
    memory_engine, client, django_assert_max_num_queries, language
):
    client.get("/en/tools/")
    counts = []
    for address in (f"/{language}/tools/?per_page=50", f"/{language}/tools/?per_page=100"):
        with django_assert_max_num_queries(25) as captured:
            client.get(address)
        # The vocabularies' stamp is asked for again after a second, which says nothing about the page.
        counts.append(sum("vocabularystamp" not in query["sql"] for query in captured))
    assert counts[0] == counts[1]


def test_the_page_works_as_a_plain_form(memory_engine, client):
    html = page_of(client, "/en/tools/?region=africa&sort=name&page=2")
    form = re.search(r'<form class="searchbox".*?</form>', html, re.S).group()
    assert 'method="get"' in form
    assert '<input type="hidden" name="region" value="africa">' in form
    assert '<input type="hidden" name="sort" value="name">' in form
    assert 'name="page"' not in form
    assert " style=" not in html
    assert " onclick" not in html


def test_lists_stay_within_their_budget(vocabularies, client, monkeypatch, settings, django_assert_max_num_queries):
    make_tools(300)
    MemoryEngine(registry_documents()).answer_readers(monkeypatch, settings)
    _assert_lists_cost_little(client, django_assert_max_num_queries)


@pytest.mark.slow
def test_lists_stay_within_the_same_budget_at_ten_times_the_size(
    many_tools, client, monkeypatch, settings, django_assert_max_num_queries
):
    MemoryEngine(registry_documents()).answer_readers(monkeypatch, settings)
    _assert_lists_cost_little(client, django_assert_max_num_queries)


def _assert_lists_cost_little(client, django_assert_max_num_queries):
    client.get("/en/tools/")
    for address in (
        "/en/tools/?per_page=100",
        "/en/tools/?region=asia&status=active&have=smartphone",
        "/en/tools/?tool_type=fundraising-resources&country=np",
        "/en/tools/?format=json",
        "/en/tools/?format=atom",
        "/en/find/",
        "/en/find/?step=result&region=asia",
        "/en/compare/?tool=tool-1&tool=tool-2&tool=tool-3&tool=tool-4",
    ):
        with django_assert_max_num_queries(25):
            client.get(address)


@pytest.mark.parametrize("address", ["/en/tools/?q=help", "/fr/find/?step=result", "/api/v1/tools"])
def test_while_no_engine_answers_the_reader_is_told_and_led_on(memory_engine, client, monkeypatch, address):
    def rest(request):
        raise EngineError("unreachable")

    monkeypatch.setattr(memory_engine, "search", rest)
    response = client.get(address)
    assert response.status_code == 503
    assert b"unreachable" not in response.content


def test_every_parameter_and_operation_is_documented(settings):
    reference = settings.BASE_DIR / "docs" / "reference"
    addresses = (reference / "addresses.md").read_text(encoding="utf-8")
    for name in (*FACET_KEYS, "have", "global=no", "in_doubt=no", *SORTS, *FORMATS, "per_page", "page"):
        assert f"`{name}`" in addresses, name
    operations = (reference / "api.md").read_text(encoding="utf-8")
    for path in api.get_openapi_schema()["paths"]:
        assert path.removeprefix("/api/v1/") in operations, path
