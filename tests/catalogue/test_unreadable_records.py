"""When records can't be read, nothing says that all is well."""

import pytest
from django.db import connection
from django.test import Client

from catalogue import health
from tests.catalogue.factories import make_tool


@pytest.fixture
def unreadable(vocabularies: None) -> None:
    make_tool("safe-line", name="Safe Line")
    health.forget()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalogue_toollink RENAME TO catalogue_toollink_gone")


@pytest.mark.parametrize("address", ["/api/v1/tools.jsonl", "/api/v1/tools.csv"])
def test_a_bulk_file_without_its_first_record_is_an_error(unreadable: None, client: Client, address: str) -> None:
    client.raise_request_exception = False
    assert client.get(address).status_code == 500


def test_health_notices(unreadable: None, client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["catalogue"]["status"] == "failing"
