"""/.well-known/security.txt: whoever finds a weakness learns whom to tell (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

ADDRESS = "/.well-known/security.txt"
pytestmark = pytest.mark.django_db


def lines_of(client: Client) -> list[tuple[str, str]]:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


@pytest.fixture
def named(settings: Settings) -> Settings:
    settings.CONTACT = ["https://registry.example/report", "mailto:security@registry.example"]
    settings.CONTACT_LANGUAGES = ["en", "ar"]
    settings.BASE_URL = "https://registry.example"
    return settings


def test_without_an_operators_contact_there_is_no_such_file(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_it_names_the_operators_contacts_in_order_of_preference(client: Client, named: Settings) -> None:
    assert [value for name, value in lines_of(client) if name == "Contact"] == named.CONTACT


def test_every_other_field_stands_there_once(client: Client, named: Settings) -> None:
    fields = dict(lines_of(client))
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert fields["Preferred-Languages"] == "en, ar"
    assert fields["Canonical"] == f"https://registry.example{ADDRESS}"
    assert len(lines_of(client)) == len(fields) + 1  # two contacts


def test_it_is_trusted_for_less_than_a_year_and_never_out_of_date(client: Client, named: Settings) -> None:
    expires = datetime.strptime(dict(lines_of(client))["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_an_address_without_https_is_not_called_canonical(client: Client, named: Settings) -> None:
    named.BASE_URL = "http://127.0.0.1:8000"
    assert "Canonical" not in dict(lines_of(client))


def test_asking_for_it_costs_the_database_nothing(
    client: Client, named: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get(ADDRESS)
