"""Everything can be found by choosing filters alone, and the product's engine filters as the query means."""

from pathlib import Path

import pytest
from django.http import QueryDict

from catalogue.models import Tool
from catalogue.records import iterate_records
from search import indexing
from search.configured import forget_engine, get_engine
from search.facets import FACET_KEYS
from search.filter_semantics import is_found_as_global, matches
from search.parsing import parse_query
from search.query import ToolQuery
from search.query_execution import run_query, to_engine_request
from search.results.facets import facet_panels
from search.results.page import search_records
from taxonomy.current import vocabulary_index

pytestmark = pytest.mark.django_db
MOST_CHOICES = 5


@pytest.fixture
def site_engine(registry, settings, tmp_path: Path, monkeypatch):
    """The embedded engine over the starting data; words alone, which is all that filters need."""
    monkeypatch.setattr("search.engines.ranked.encoder", lambda: None)
    settings.SEARCH_URL = f"embedded://{tmp_path / 'search'}"
    forget_engine()
    indexing.rebuild()
    yield get_engine()
    forget_engine()


def test_every_record_is_reached_by_browsing_facets_alone(memory_engine):
    """From the whole list, following only links of facets, to a first page that shows the record."""
    index = vocabulary_index()
    answers: dict[ToolQuery, tuple] = {}

    def answer(query: ToolQuery) -> tuple:
        if query not in answers:
            outcome = run_query(query)
            offered = {
                (panel.key, value.value): value.count
                for panel in facet_panels(query, outcome.facets, index)
                for value in panel.flat()
                if not value.selected
            }
            answers[query] = {hit.slug for hit in outcome.hits}, offered
        return answers[query]

    lost = []
    for record in iterate_records(Tool.objects.public()):
        query = ToolQuery(sort="name")
        for _choice in range(MOST_CHOICES + 1):
            shown, offered = answer(query)
            if record.slug in shown:
                break
            mine = [(key, value) for key in FACET_KEYS for value in record.facet_values(key) if (key, value) in offered]
            mine = [choice for choice in mine if not query.values(choice[0])]
            if not mine:
                lost.append(record.slug)
                break
            query = query.with_(*min(mine, key=lambda choice: (offered[choice], choice)))
        else:
            lost.append(record.slug)
    assert lost == []


ADDRESSES = (
    "",
    "region=africa",
    "region=africa&global=no",
    "region=africa&region=asia-southern&status=active",
    "infrastructure=works-offline",
    "infrastructure=connectivity&tool_type=data-trends-mapping",
    "have=smartphone&have=mobile-data",
    "have=computer&have=trained-user&have=registration&in_doubt=no",
    "country=us&language=es&language=en",
    "victim_data=yes&evidence=no-claim&organisation_type=ngo",
)


def test_the_sites_engine_finds_counts_and_marks_what_a_query_means(site_engine):
    index = vocabulary_index()
    everything = list(iterate_records(Tool.objects.public()))
    for address in ADDRESSES:
        query = parse_query(QueryDict(address), strict=True)
        expected = {record.slug for record in everything if matches(record, query, index)}
        found = site_engine.search(to_engine_request(query, offset=0, limit=1000))
        assert {hit.slug for hit in found.hits} == expected, address
        counts = run_query(query).facets
        for key, value in (("region", "asia"), ("infrastructure", "smartphone"), ("tool_type", "reporting-hotlines")):
            alone = query.replacing(key, [value])
            counted = sum(matches(record, alone, index) for record in everything)
            assert counts[key].get(value, 0) == counted, (address, key, value)
    query = ToolQuery.of({"region": ["oceania"]})
    for hit, record in search_records(query).hits:
        assert hit.is_global == is_found_as_global(record, query, index) == ("oceania" not in record.regions)
