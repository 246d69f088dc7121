"""Pages cost the same few queries at 300 records and at 3,000."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.pages.default_pages import ensure_pages
from tests.catalogue.factories import make_tools

pytestmark = pytest.mark.django_db

BUDGET = 25
PAGES = ("/en/", "/ar/", "/en/tools/tool-8/", "/en/organisations/", "/en/organisations/organisation-8/", "/en/about/")


def test_every_page_stays_within_its_budget(client, vocabularies):
    make_tools(300)
    _assert_pages_cost_little(client)


@pytest.mark.slow
def test_every_page_stays_within_the_same_budget_at_ten_times_the_size(client, many_tools):
    _assert_pages_cost_little(client)


def _assert_pages_cost_little(client):
    ensure_pages()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server's own upkeep does; without it PostgreSQL plans for empty tables
    spent = {}
    for path in PAGES:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        spent[path] = len(queries)
    assert {path: number for path, number in spent.items() if number > BUDGET} == {}, spent
