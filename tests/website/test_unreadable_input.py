"""Bytes that nobody can read are dropped at the door: on SQLite they would pass, on PostgreSQL they would be a 500."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from website.middleware import RefuseUnreadableInput

UNREADABLE = ["%00", "a%00b", "%ff", "%c3%28", "%ed%a0%80", "%f0%9f%92", "a=%00&b=%ff"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", UNREADABLE)
@pytest.mark.parametrize("path", ["/en/", "/en/tools/", "/admin/login/", "/en/no-such-page/"])
def test_a_query_of_unreadable_bytes_is_never_an_error(client: Client, path: str, value: str) -> None:
    for name in ("q", "next", "sort", value):
        response = client.get(f"{path}?{name}={value}")
        assert response.status_code < 500
        assert b"\x00" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/%00/", "/%00", "/en/tools/a%00b/", "/en/%ff%fe/", "/admin/%00/"])
def test_a_path_of_unreadable_bytes_is_a_page_that_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code in {302, 404}


@pytest.mark.django_db
def test_a_cookie_with_a_null_byte_is_no_cookie(client: Client) -> None:
    response = client.get("/admin/", headers={"cookie": 'sessionid="abcdefgh\\000ijklmnop"'})
    assert response.status_code == 302


def passed_on(query: str) -> HttpRequest:
    """The request as the rest of the site gets it."""
    seen: list[HttpRequest] = []

    def rest(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    RefuseUnreadableInput(rest)(RequestFactory().get("/", QUERY_STRING=query))
    return seen[0]


def test_the_readable_parameters_stay_and_the_page_may_say_that_some_were_dropped() -> None:
    request = passed_on("q=casework&bad=%ff&lang=es")
    assert request.GET.dict() == {"q": "casework", "lang": "es"}
    assert request.had_unreadable_input  # type: ignore[attr-defined]


def test_an_ordinary_query_is_left_alone() -> None:
    request = passed_on("q=gesti%C3%B3n+de+casos&region=oceania&region=asia-eastern")
    assert request.META["QUERY_STRING"] == "q=gesti%C3%B3n+de+casos&region=oceania&region=asia-eastern"
    assert not hasattr(request, "had_unreadable_input")


@given(st.binary(max_size=60))
def test_whatever_comes_what_is_passed_on_is_readable(raw: bytes) -> None:
    query = "".join(f"%{byte:02x}" if byte not in b"&=+ab" else chr(byte) for byte in raw)
    for values in passed_on(query).GET.lists():
        for text in (values[0], *values[1]):
            assert "\x00" not in text
            assert "\N{REPLACEMENT CHARACTER}" not in text or "efbfbd" in query
