"""What goes over the wire is small, whatever the browser reads, and is the page that it stands for."""

import gzip
import re

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from website.compression import CompressPages

PAGE = "A line that comes again and again. " * 50


def answer(encodings: str, path: str = "/en/", response: HttpResponse | None = None) -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path, headers={"Accept-Encoding": encodings})
    return CompressPages(lambda _: HttpResponse(PAGE) if response is None else response)(request)


def test_brotli_is_preferred_and_says_what_it_is() -> None:
    response = answer("gzip, deflate, br")
    assert response["Content-Encoding"] == "br"
    assert brotli.decompress(response.content).decode() == PAGE
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize(("encodings", "path"), [("gzip", "/en/"), ("gzip, br", "/admin/login/")])
def test_others_and_the_editors_side_get_gzip(encodings: str, path: str) -> None:
    response = answer(encodings, path)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == PAGE


def test_a_browser_that_reads_neither_gets_the_page_as_it_is() -> None:
    response = answer("identity")
    assert not response.has_header("Content-Encoding")
    assert response.content.decode() == PAGE


def test_what_is_short_packed_or_streamed_is_not_packed_by_brotli() -> None:
    assert not answer("br", response=HttpResponse("short")).has_header("Content-Encoding")
    assert answer("br", response=HttpResponse(PAGE, headers={"Content-Encoding": "x"}))["Content-Encoding"] == "x"
    streamed = answer("gzip, br", response=StreamingHttpResponse([PAGE]))  # type: ignore[arg-type]
    assert streamed["Content-Encoding"] == "gzip"


def test_a_strong_tag_becomes_a_weak_one() -> None:
    assert answer("br", response=HttpResponse(PAGE, headers={"ETag": '"a"'}))["ETag"] == 'W/"a"'


@pytest.mark.django_db
def test_pages_vary_by_what_changes_them(client: Client) -> None:
    response = client.get("/en/", headers={"Accept-Encoding": "br"})
    assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= set(re.split(r",\s*", response["Vary"]))
