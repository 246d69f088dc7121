"""Organisations are shown as far as they have a part in a public record."""

import pytest

from catalogue.models import Tool
from tests.catalogue.factories import make_tool, make_tools

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words(vocabularies):
    return


def test_the_page_tells_leading_from_helping(client):
    make_tool()
    html = client.get("/en/organisations/example-union/").content.decode()
    assert 'id="leads"' in html
    assert 'id="partakes"' not in html
    html = client.get("/en/organisations/example-fund/").content.decode()
    assert 'id="partakes"' in html
    assert "funding" in html


def test_an_organisation_of_drafts_only_does_not_exist_for_readers(client):
    tool = make_tool()
    Tool.objects.filter(pk=tool.pk).update(live=False)
    assert client.get("/en/organisations/example-union/").status_code == 404
    assert "Example Union" not in client.get("/en/organisations/").content.decode()


def test_the_list_is_narrowed_by_name_and_type(client):
    make_tool()
    make_tools(3)
    html = client.get("/en/organisations/", {"q": "example un", "type": "ngo"}).content.decode()
    assert "Example Union" in html
    assert "Example Fund" not in html
    assert "1 organisation" in html


def test_nothing_found_says_so(client):
    make_tool()
    html = client.get("/en/organisations/", {"q": "zzz"}).content.decode()
    assert 'class="empty"' in html


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff",
        "q=" + "a" * 5000,
        "page=9999",
        "page=-1",
        "page=x",
        "type=<script>",
        "q=%27%20or%201=1",
        "q=🐦",
    ],
)
def test_bad_parameters_leave_a_normal_page(client, query):
    make_tools(3)
    response = client.get(f"/en/organisations/?{query}")
    assert response.status_code == 200
    assert b"<script>&" not in response.content
