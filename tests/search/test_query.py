"""One question, one address: parsing, canonical addresses, changes by link, words."""

import random
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.compatibility import HAVE_VALUES
from search.facets import FACET_KEYS, FACETS
from search.parsing import clean_text, parse_query
from search.query import MAX_PAGE, MAX_PER_PAGE, MAX_TEXT, SORTS, QueryError, ToolQuery, clean_remainder
from taxonomy.current import vocabulary_index
from tests import dangerous

pytestmark = pytest.mark.django_db
many = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
CONTRACT_KEYS = (
    "tool_type", "pillar", "exploitation", "target_user", "technology", "infrastructure", "region", "country",
    "language", "status", "access", "organisation_type", "seeking", "evidence", "victim_data",
)  # fmt: skip


@st.composite
def queries(draw: st.DrawFn) -> ToolQuery:
    index = vocabulary_index()
    filters = {}
    for facet in draw(st.lists(st.sampled_from(FACETS), max_size=4, unique_by=lambda facet: facet.key)):
        slugs = [term.slug for term in index.terms(facet.vocabulary)]
        filters[facet.key] = draw(st.lists(st.sampled_from(slugs), min_size=1, max_size=3))
    have = draw(st.sets(st.sampled_from(HAVE_VALUES), max_size=4))
    return ToolQuery.of(
        filters,
        text=clean_text(draw(dangerous.texts(max_size=60))),
        have=tuple(value for value in HAVE_VALUES if value in have),
        includes_global=draw(st.booleans()),
        includes_doubtful=draw(st.booleans()),
        sort=draw(st.sampled_from(list(SORTS))),
        page=draw(st.integers(1, MAX_PAGE)),
        per_page=draw(st.integers(1, MAX_PER_PAGE)),
    )


def parsed(address: str, **options) -> ToolQuery:
    return parse_query(QueryDict(address), **options)


def test_the_facets_are_those_that_others_rely_on(vocabularies):
    assert FACET_KEYS == CONTRACT_KEYS
    index = vocabulary_index()
    for facet in FACETS:
        assert index.terms(facet.vocabulary), facet.key
        assert str(facet.label)
        assert str(facet.explanation).endswith(".")


@many
@given(data=st.data())
def test_an_address_gives_back_the_query_it_was_made_of(vocabularies, data):
    query = data.draw(queries())
    again = parse_query(QueryDict(urlsplit(query.url()).query), strict=True)
    assert again == query
    assert again.url() == query.url()


@many
@given(data=st.data(), seed=st.integers())
def test_the_order_of_parameters_means_nothing(vocabularies, data, seed):
    query = data.draw(queries())
    shuffled = query.params()
    random.Random(seed).shuffle(shuffled)
    params = QueryDict(mutable=True)
    for key, value in shuffled:
        params.appendlist(key, value)
    assert parse_query(params) == query


@many
@given(raw=st.binary(max_size=400) | dangerous.texts(max_size=200).map(str.encode))
def test_no_address_is_too_strange_for_a_reader(vocabularies, raw):
    query = parse_query(QueryDict(raw))
    assert parse_query(QueryDict(urlsplit(query.url()).query), strict=True) == query
    assert isinstance(query.summary(), str)


@many
@given(
    key=st.sampled_from([*FACET_KEYS, "have", "sort", "page", "per_page", "global", "in_doubt", "q"]),
    value=dangerous.texts(max_size=300),
)
def test_any_value_of_any_parameter_is_followed_or_named(vocabularies, key, value):
    params = QueryDict(mutable=True)
    params.appendlist(key, value)
    query = parse_query(params)
    if not query.ignored:
        assert parse_query(params, strict=True) == query
    else:
        with pytest.raises(QueryError):
            parse_query(params, strict=True)
    assert not any(mark in message for message in query.ignored for mark in "<>\x00")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("region=africas", "Did you mean “africa”"),
        ("region=%3Cscript%3E", "could not be read"),
        ("page=0", "from 1 to"),
        ("page=99999999", "from 1 to"),
        ("sort=best", "relevance, name, newest, verified"),
        ("global=perhaps", "yes or no"),
        ("colour=blue", "colour"),
        ("q=a&q=b", "more than once"),
        ("have=jetpack", "jetpack"),
        ("q=" + "x" * 5000, f"first {MAX_TEXT} characters"),
    ],
)
def test_what_is_ignored_is_said(vocabularies, address, word):
    assert word in " ".join(parsed(address).ignored)
    with pytest.raises(QueryError, match=r"\w"):
        parsed(address, strict=True)


def test_empty_fields_of_a_form_are_no_problem(vocabularies):
    assert parsed("q=&region=&sort=&page=&have=", strict=True) == ToolQuery()


def test_capital_country_codes_are_understood(vocabularies):
    assert parsed("country=KE").values("country") == ("ke",)


def test_a_merged_terms_address_leads_to_its_successor(vocabularies):
    from taxonomy.models import Term

    old, new = (
        Term.objects.get(vocabulary__slug="tool_type", slug=s) for s in ("fundraising-resources", "ethical-consumption")
    )
    old.status, old.replaced_by = Term.Lifecycle.RETIRED, new
    old.save()
    assert parsed("tool_type=fundraising-resources", strict=True).values("tool_type") == ("ethical-consumption",)


def test_every_change_is_a_link_back_to_the_first_page(vocabularies):
    query = parsed("q=help&region=africa&page=3")
    assert query.toggle("region", "asia").url() == "/en/tools/?q=help&region=africa&region=asia"
    assert query.toggle("region", "africa").url() == "/en/tools/?q=help"
    assert query.with_("status", "active").without("region").url() == "/en/tools/?q=help&status=active"
    assert query.with_("have", "computer", "smartphone").url().endswith("have=smartphone&have=computer")
    assert query.at_page(2).url() == "/en/tools/?q=help&region=africa&page=2"


def test_the_summary_speaks_the_readers_language(vocabularies):
    query = parsed("q=help&region=africa&tool_type=reporting-hotlines&have=smartphone&in_doubt=no")
    words = query.summary()
    assert "“help”" in words
    assert "Region: Africa (or open to the whole world)" in words
    assert "Type of tool: Hotlines and reporting" in words
    assert "needing no more than: Smartphone or tablet" in words
    assert "not merely" in parsed("region=africa&global=no").summary()
    assert "Afrique" in parsed("region=africa", language="fr").summary()
    assert ToolQuery().summary() == "All tools"


def test_a_phrase_that_became_a_filter_leaves_the_text():
    assert clean_remainder("case management offline Nepal", "OFFLINE") == "case management Nepal"
    assert clean_remainder("“offline”", "offline") == ""
    assert clean_remainder("gestión", "nada") == "gestión"
