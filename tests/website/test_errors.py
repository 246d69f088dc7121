"""Error pages help, and say nothing that they shouldn't."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from website import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/en/nowhere/",
        "/nowhere/",
        "/fr/%00/",
        "/%00",
        "/en/%ff/",
        "/en/" + "a" * 5000 + "/",
        "/en/<script>/",
        "/en/🐦/",
    ],
)
def test_a_dead_address_is_answered_with_a_page_that_leads_on(client, vocabularies, path):
    response = client.get(path, follow=True)
    assert response.status_code == 404
    html = response.content.decode()
    assert 'role="search"' in html
    assert "<script>/" not in html


def test_the_language_of_an_unreadable_address_is_kept(client, vocabularies):
    assert '<html lang="fr"' in client.get("/fr/%00/").content.decode()


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.forbidden_form, 403)]
)
def test_other_refusals_have_a_page_of_their_own(view, status):
    response = view(RequestFactory().get("/en/x/"))
    assert response.status_code == status
    assert b"<h1>" in response.content


def test_a_fault_is_told_without_the_database(django_assert_num_queries):
    with django_assert_num_queries(0), translation.override("en"):
        response = errors.server_error(RequestFactory().get("/en/x/"))
    assert response.status_code == 500
    assert b"The fault is ours" in response.content


def test_a_form_without_its_token_is_refused_in_our_words(vocabularies):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert b"The form was not accepted" in response.content
