"""Headers as the Mozilla HTTP Observatory judges them, on the public site, the editors' side and embedded pages."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from website.middleware import ContentPolicyByPath

pytestmark = pytest.mark.django_db

PUBLIC = "/en/"
ADMIN = "/admin/login/"
HALF_A_YEAR = 15_768_000  # seconds; the Observatory's least for HSTS


@pytest.fixture
def client(production: Settings) -> Client:
    return Client(headers={"host": "testserver"})


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    parts = (directive.split() for directive in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def answer_at(path: str) -> HttpResponse:
    """What the middleware makes of a page at a path that some room serves."""
    request: HttpRequest = RequestFactory().get(path)
    response = ContentPolicyByPath(lambda _: HttpResponse("page"))(request)
    assert isinstance(response, HttpResponse)
    return response


def test_http_is_sent_to_https(client: Client) -> None:
    response = client.get(PUBLIC)
    assert (response.status_code, response["Location"]) == (301, f"https://testserver{PUBLIC}")


@pytest.mark.parametrize("path", [PUBLIC, ADMIN, "/en/no-such-page/"])
def test_every_answer_carries_what_the_observatory_asks_for(client: Client, path: str) -> None:
    response = client.get(path, secure=True)
    age = re.search(r"max-age=(\d+)", response["Strict-Transport-Security"])
    assert age is not None
    assert int(age[1]) >= HALF_A_YEAR
    assert "includeSubDomains" in response["Strict-Transport-Security"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in {"no-referrer", "same-origin", "strict-origin"}
    assert response["Cross-Origin-Resource-Policy"] in {"same-origin", "same-site"}
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert "Access-Control-Allow-Origin" not in response
    assert "Content-Security-Policy" in response
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", [PUBLIC, "/en/no-such-page/"])
def test_public_pages_run_no_inline_code_and_load_nothing_from_elsewhere(client: Client, path: str) -> None:
    policy = policy_of(client.get(path, secure=True))
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    allowed = {value for values in policy.values() for value in values}
    assert allowed <= {"'none'", "'self'"}


def test_the_admin_has_its_own_policy_and_may_frame_itself_only(client: Client) -> None:
    response = client.get(ADMIN, secure=True)
    policy = policy_of(response)
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_public_policy_does_not_leak_from_paths_that_only_look_like_admin() -> None:
    for path in ("/en/admin/", "/administration/", "/en/tools/admin/"):
        assert policy_of(answer_at(path))["script-src"] == ["'self'"], path


def test_embedded_pages_may_be_framed_and_are_strict_otherwise() -> None:
    response = answer_at("/en/gaps/types-by-region/embed/")
    policy = policy_of(response)
    assert policy["frame-ancestors"] == ["*"]
    assert policy["script-src"] == ["'self'"]
    assert "X-Frame-Options" not in response


def test_the_embedded_table_carries_what_the_observatory_asks_for_but_may_be_framed(
    vocabularies: None, client: Client
) -> None:
    response = client.get("/en/gaps/embed/", secure=True)
    assert response.status_code == 200
    policy = policy_of(response)
    assert policy.pop("frame-ancestors") == ["*"]
    assert policy["default-src"] == ["'none'"]
    assert {value for values in policy.values() for value in values} <= {"'none'", "'self'"}
    assert "X-Frame-Options" not in response
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" in response
    assert not response.cookies
    assert b"<script" not in response.content


def test_only_a_path_with_a_part_named_embed_may_be_framed() -> None:
    for path in ("/en/tools/embedded-chip/", "/en/tools/?embed=1", "/en/embed-me/"):
        assert policy_of(answer_at(path))["frame-ancestors"] == ["'none'"], path


def test_cookies_travel_by_https_only_and_not_to_other_sites(client: Client) -> None:
    response = client.get(ADMIN, secure=True)
    assert response.cookies, "the login page sets the cookie of its form"
    for cookie in response.cookies.values():
        assert cookie["secure"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_session_cookies_are_out_of_reach_of_scripts(production: Settings) -> None:
    assert production.SESSION_COOKIE_SECURE
    assert production.SESSION_COOKIE_HTTPONLY


def test_pages_are_not_kept_by_shared_caches(client: Client) -> None:
    for path in (PUBLIC, ADMIN):
        assert "private" in client.get(path, secure=True)["Cache-Control"] or path == ADMIN
        assert "public" not in client.get(path, secure=True)["Cache-Control"]
