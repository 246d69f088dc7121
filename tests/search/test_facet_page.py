"""/tools/facets/<key>/: the values behind a closed fold of the list, on a page of their own."""

import re
from html import unescape

import pytest

from common.keeping import keeping_of
from search.facets import FACETS
from search.query import ToolQuery
from search.results.facets import page_panels
from search.results.page import build_results_page
from taxonomy.current import vocabulary_index
from tests.search.test_results_page import page_of, text_of

pytestmark = pytest.mark.django_db
ASIA = ToolQuery.of({"region": ["asia"]}, text="app")


def hrefs(html: str, css_class: str) -> list[str]:
    return [unescape(url) for url in re.findall(rf'class="{css_class}" href="([^"]+)"', html)]


@pytest.mark.parametrize("query", [ToolQuery(), ASIA])
def test_every_closed_facet_leads_to_the_values_that_it_has(memory_engine, client, query):
    page = build_results_page(query)
    whole = {panel.key: panel for panel in page.answer.facets}
    closed = {panel.key: panel for panel in page.panels if panel.page_url}
    assert {panel.key for panel in page.panels} - {"have"} == set(whole)
    assert set(closed) - {"have"} == {key for key, panel in whole.items() if not panel.is_open}
    html = page_of(client, query.url())
    assert hrefs(html, "facet__head") == [panel.page_url for panel in closed.values()]
    for key, panel in whole.items():
        in_list = {value.url for value in panel.flat()} & set(hrefs(html, "facet__value"))
        assert bool(in_list) is panel.is_open, key
        if key in closed:
            own = page_of(client, closed[key].page_url)
            assert hrefs(own, "facet__value") == [value.url for value in panel.flat()], key
            assert f"<h1>{panel.label}</h1>" in own
            assert all(f">{value.count}<" in own for value in panel.flat())


def test_a_facet_with_a_chosen_value_is_open_in_the_list(memory_engine, client):
    html = page_of(client, "/en/tools/?pillar=protection")
    assert "/en/tools/facets/pillar/?pillar=protection" not in html
    assert "pillar=prevention&amp;pillar=protection" in html


def test_what_a_reader_has_is_a_page_too(memory_engine, client):
    html = page_of(client, "/en/tools/facets/have/?region=asia")
    assert "/en/tools/?region=asia&have=smartphone" in hrefs(html, "facet__value")
    assert "/en/tools/facets/have/" in page_of(client, "/en/tools/")
    assert "/en/tools/facets/have/" not in page_of(client, "/en/tools/?have=smartphone")


def test_the_page_says_how_many_tools_and_leads_back(memory_engine, client):
    html = page_of(client, "/en/tools/facets/pillar/?q=app&region=asia&page=2")
    total = build_results_page(ASIA).answer.total
    assert f"Choose a value to filter these {total} tools" in text_of(html)
    assert html.count(f'href="{ASIA.url().replace("&", "&amp;")}"') == 2
    assert '<meta name="robots" content="noindex, follow">' in html


def test_the_page_is_in_the_readers_language(memory_engine, client):
    html = page_of(client, "/ar/tools/facets/pillar/")
    assert 'dir="rtl"' in html
    assert all(url.startswith("/ar/tools/?pillar=") for url in hrefs(html, "facet__value"))
    assert "اختر قيمة" in html


def test_no_values_are_said_in_a_sentence(memory_engine, client):
    empty = text_of(page_of(client, "/en/tools/facets/country/?tool_type=fundraising-resources&language=mi"))
    assert "No tool fits your search and filters" in empty
    counted = {"seeking": {"no-such-term": 3}}
    assert "seeking" not in {panel.key for panel in page_panels(ToolQuery(), counted, vocabulary_index())}


def test_an_unknown_facet_is_a_page_that_names_the_others(memory_engine, client):
    html = page_of(client, "/en/tools/facets/<b>colour/", 404)
    assert "There is no filter at this address" in html
    assert "colour" not in re.sub(r'href="[^"]*"', "", html)
    assert all(f'href="/en/tools/facets/{facet.key}/"' in html for facet in FACETS)


def test_a_part_that_cannot_be_followed_is_named(memory_engine, client):
    assert "nowhere" in text_of(page_of(client, "/en/tools/facets/pillar/?region=nowhere"))


def test_counting_one_facet_reads_no_record(memory_engine, client, django_assert_max_num_queries):
    client.get("/en/tools/facets/pillar/")
    with django_assert_max_num_queries(4):
        client.get("/en/tools/facets/pillar/")


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [("?region=asia", True), ("?q=shelter", False), ("?have=smartphone", False), ("?x=1", False)],
)
def test_a_page_is_kept_where_its_address_says_nothing_of_its_reader(memory_engine, client, address, is_kept):
    response = client.get(f"/en/tools/facets/pillar/{address}")
    keeping = keeping_of(response.wsgi_request)
    assert keeping is not None
    assert keeping.allows(address[1:]) is is_kept
