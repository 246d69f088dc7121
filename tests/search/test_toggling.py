"""The quick addresses of facet values are those of the query that a press on the value asks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.compatibility import HAVE_VALUES
from search.facets import FACET_KEYS
from search.query import HAVE
from search.results.toggling import Toggles
from tests.search.test_query import queries

pytestmark = pytest.mark.django_db
VALUES = ("asia", "global", "active", "unknown", "a value & more=1", "ümlaut", "", *HAVE_VALUES[:3])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_address_is_that_of_the_toggled_query(vocabularies, data):
    query = data.draw(queries())
    toggles = Toggles(query)
    for key in (*FACET_KEYS, HAVE):
        address = toggles.of(key)
        for value in (*VALUES, *query.values(key), *query.have):
            assert address(value) == query.toggle(key, value).url(), (key, value)
