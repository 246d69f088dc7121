"""Forms can be sent by everybody, leave no cookie, and take nothing from other sites."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

pytestmark = pytest.mark.django_db

OPEN_FORMS = ["/en/plan/", "/en/suggest/", "/en/quiet/"]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_the_referrer_stays_on_this_site_and_forms_keep_their_origin() -> None:
    """A browser sends "Origin: null" with a form when the policy is no-referrer; Django then refuses every form."""
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_a_page_with_a_form_sets_no_cookie(vocabularies: None, client: Client, path: str) -> None:
    assert not client.get(path).cookies


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
def test_a_form_needs_no_token(vocabularies: None, strict: Client, headers: dict[str, str]) -> None:
    for path in ("/en/plan/", "/en/suggest/"):
        assert _sent(strict, path, headers).status_code in (200, 422), path


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_on_another_site_is_refused_in_our_words(
    vocabularies: None, strict: Client, headers: dict[str, str]
) -> None:
    for path in ("/en/plan/", "/en/suggest/"):
        response = _sent(strict, path, headers)
        assert response.status_code == 403, path
        assert b"The form was not accepted" in response.content


def _sent(client: Client, path: str, headers: dict[str, str]) -> HttpResponse:
    return client.post(path, {"idea": "", "name": ""}, headers=headers)
