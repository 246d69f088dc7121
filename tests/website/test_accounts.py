"""Accounts: readers sign in where a detail is withheld, sign out anywhere, change the password; guessing ends soon."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from catalogue.disclosure import VETTED_GROUP
from catalogue.groups import set_up_groups
from catalogue.pages.default_pages import ensure_pages
from common import environment as env
from tests.catalogue.factories import make_tool
from website.accounts import idle
from website.chores import forget_wrong_passwords
from website.mail.delivery import deliver_due

pytestmark = pytest.mark.django_db
PASSWORD = "harbour lantern ninety"
NEW_PASSWORD = "orchard winter sixty-one"
LANGUAGES = [code for code, _name in site_settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _pages(vocabularies: None) -> None:
    ensure_pages(["en"])
    cache.clear()


@pytest.fixture
def vetted() -> User:
    set_up_groups()
    user = User.objects.create_user("amina", "amina@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name=VETTED_GROUP))
    return user


def sign_in(client: Client, password: str = PASSWORD, path: str = "/en/account/sign-in/", **more: str):
    return client.post(path, {"username": "amina", "password": password, **more})


def pass_minutes(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    """From now on, for the clock of sessions."""
    moment = time.time() + minutes * 60
    monkeypatch.setattr(idle, "time", SimpleNamespace(time=lambda: moment))


def test_a_vetted_reader_signs_in_from_the_notice_reads_and_signs_out(client: Client, vetted: User) -> None:
    make_tool(disclosure="vetted", restricted_detail="The canary sings at noon.")
    path = "/en/tools/safe-path/"
    withheld = client.get(path).content.decode()
    link = re.search(r'href="(/en/account/sign-in/\?next=[^"]+)"', withheld)
    assert link
    assert "canary" not in withheld
    assert client.get(link[1]).status_code == 200
    assert sign_in(client, next=path).headers["Location"] == path
    shown = client.get(path).content.decode()
    assert "canary" in shown
    assert 'action="/en/account/sign-out/"' in shown
    assert client.post("/en/account/sign-out/").status_code == 302
    assert "canary" not in client.get(path).content.decode()
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/en/", "/en/about/", "/en/tools/", "/en/gaps/", "/en/nowhere/", "/ar/account/"])
def test_every_page_offers_to_sign_out(client: Client, vetted: User, path: str) -> None:
    client.force_login(vetted)
    html = client.get(path).content.decode()
    assert f'action="/{path[1:3]}/account/sign-out/"' in html
    assert f'action="/{path[1:3]}/account/leave/"' in html


def test_nobody_elses_page_changes(client: Client) -> None:
    for path in ("/en/", "/en/gaps/", "/en/tools/"):
        response = client.get(path)
        assert not response.cookies
        assert "sign-out" not in response.content.decode()
        assert 'href="https://worldweather' in response.content.decode()


@pytest.mark.parametrize("path", ["/en/account/sign-out/", "/en/account/leave/", "/admin/logout/"])
def test_each_way_out_ends_the_session_on_the_server(vetted: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(vetted)
    token = client.get("/en/account/password/").cookies["csrftoken"].value
    response = client.post(path, {"csrfmiddlewaretoken": token})
    assert response.status_code in (200, 302)
    assert Session.objects.count() == 0
    assert response.cookies["sessionid"]["max-age"] == 0
    assert client.get("/en/account/").status_code == 302


def test_leaving_leads_away_without_a_script(client: Client, vetted: User) -> None:
    client.force_login(vetted)
    html = client.post("/en/account/leave/").content.decode()
    assert f'content="0; url={site_settings.LEAVE_URL}"' in html
    assert site_settings.WAGTAIL_SITE_NAME not in html


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_signs_nobody_out(client: Client, vetted: User, headers: dict[str, str]) -> None:
    client.force_login(vetted)
    for path in ("/en/account/sign-out/", "/en/account/leave/"):
        assert client.post(path, headers=headers).status_code == 403
    assert client.get("/en/account/leave/").status_code == 405
    assert client.get("/en/account/").status_code == 200


def test_the_editors_side_leads_a_reader_to_the_account(client: Client, vetted: User) -> None:
    assert sign_in(client, path="/admin/login/", next="/admin/").headers["Location"] == "/en/account/"
    assert client.get("/admin/login/").headers["Location"] == "/en/account/"
    client.post("/admin/logout/")
    assert sign_in(client, path="/admin/login/", next="/en/tools/").headers["Location"] == "/en/tools/"


def test_after_ten_wrong_passwords_the_right_one_waits_too(client: Client, vetted: User) -> None:
    for _try in range(10):
        sign_in(client, "wrong")
    response = sign_in(client)
    assert response.status_code == 429
    assert "for 15 minutes" in response.content.decode()
    assert response["Retry-After"] == "900"
    assert sign_in(client, path="/admin/login/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere).status_code == 302, "somebody else's guesses lock nobody out"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_behind_a_proxy_connections_are_told_apart(vetted: User, settings) -> None:
    settings.TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", ["127.0.0.1"])
    guesser = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="2001:db8::1")
    for number in range(10):
        guesser.defaults["HTTP_X_FORWARDED_FOR"] = f"2001:db8::{number + 1}"
        sign_in(guesser, "wrong")
    assert sign_in(guesser).status_code == 429, "one network of IPv6 is one connection"
    assert sign_in(Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7")).status_code == 302


def test_counts_of_wrong_passwords_go(client: Client, vetted: User) -> None:
    sign_in(client, "wrong")
    forget_wrong_passwords()
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    forget_wrong_passwords()
    assert AccessAttempt.objects.count() == 0


def test_the_log_names_accounts_and_nothing_else(
    client: Client, vetted: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "registry.accounts"):
        sign_in(client, "wrong")
        client.post("/en/account/sign-in/", {"username": "my secret password", "password": "x"})
        sign_in(client)
        client.post("/en/account/sign-out/")
    lines = [record.getMessage() for record in caplog.records if record.name == "registry.accounts"]
    assert lines == [
        "Sign-in refused: amina", "Sign-in refused: an unknown account", "Signed in: amina", "Signed out: amina",
    ]  # fmt: skip


@pytest.mark.parametrize("weak", ["1", "short", "123456789012", "password1234", "amina@example.org"])
def test_weak_passwords_are_refused_everywhere(client: Client, vetted: User, weak: str) -> None:
    client.force_login(vetted)
    fields = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    assert client.post("/en/account/password/", fields).status_code == 200
    boss = User.objects.create_superuser("boss", "boss@example.org", PASSWORD)
    client.force_login(boss)
    new = {"username": "newcomer", "email": "n@example.org", "first_name": "N", "last_name": "N"}
    client.post("/admin/users/new/", {**new, "password1": weak, "password2": weak})
    assert not User.objects.filter(username="newcomer").exists()
    vetted.refresh_from_db()
    assert vetted.check_password(PASSWORD)


def test_the_password_is_changed_and_the_reader_stays(client: Client, vetted: User) -> None:
    client.force_login(vetted)
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    page = client.post("/en/account/password/", fields, follow=True).content.decode()
    assert "Your password has been changed." in page
    vetted.refresh_from_db()
    assert vetted.check_password(NEW_PASSWORD)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_forgotten_password_is_replaced_by_mail(client: Client, vetted: User, language: str) -> None:
    for _try in range(10):
        sign_in(client, "wrong")
    sent = client.post(f"/{language}/account/password/link/", {"email": "amina@example.org"})
    assert sent.status_code == 302
    deliver_due()
    link = re.search(rf"/{language}/account/password/\S+/\S+/", mail.outbox[0].body)
    assert link
    page = client.get(link[0], follow=True)
    path = page.redirect_chain[-1][0]
    assert b'name="new_password1"' in page.content
    weak = client.post(path, {"new_password1": "1", "new_password2": "1"})
    assert weak.status_code == 200
    client.post(path, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert sign_in(client, NEW_PASSWORD).status_code == 302, "a new password ends the lock"
    again = Client().get(link[0], follow=True)
    assert b"new_password1" not in again.content, "a link works once"


@pytest.mark.parametrize("path", ["/en/account/password/link/", "/admin/password_reset/"])
def test_links_are_not_sent_without_end(client: Client, vetted: User, path: str) -> None:
    answers = [client.post(path, {"email": "amina@example.org"}).status_code for _request in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_idle_session_ends_and_a_used_one_does_not(
    client: Client, vetted: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    for minutes in (20, 40, 60):
        pass_minutes(monkeypatch, minutes)
        assert client.get("/en/account/").status_code == 200, minutes
    pass_minutes(monkeypatch, 91)
    assert client.get("/en/account/").status_code == 302
    assert Session.objects.count() == 0


def test_no_session_outlives_the_day(client: Client, vetted: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    answers = []
    for minutes in range(0, 13 * 60, 25):
        pass_minutes(monkeypatch, minutes)
        answers.append((minutes, client.get("/en/account/").status_code))
    assert {status for minutes, status in answers if minutes <= 12 * 60} == {200}
    assert {status for minutes, status in answers if minutes > 12 * 60} == {302}


def test_a_session_ends_with_the_browser_and_its_cookie_is_closed_to_scripts(client: Client, vetted: User) -> None:
    for path in ("/en/account/sign-in/", "/admin/login/"):
        cookie = sign_in(Client(), path=path, remember="on").cookies["sessionid"]
        assert not cookie["max-age"]
        assert not cookie["expires"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert "remember" not in client.get("/admin/login/").content.decode().lower()
    assert not client.get("/en/account/sign-in/").cookies["csrftoken"]["max-age"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_account_pages_speak_every_language(client: Client, vetted: User, language: str) -> None:
    for path in ("sign-in/", "sign-out/", "password/link/", "password/link/sent/", "password/x/y/"):
        response = client.get(f"/{language}/account/{path}")
        assert response.status_code == 200, path
        assert f'<html lang="{language}"' in response.content.decode()
    assert client.get(f"/{language}/account/").headers["Location"].startswith(f"/{language}/account/sign-in/?next=")
    client.force_login(vetted)
    assert client.get(f"/{language}/account/").status_code == 200
    assert client.get(f"/{language}/account/password/").status_code == 200


def test_nobody_is_led_to_another_site_after_signing_in(client: Client, vetted: User) -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        assert sign_in(Client(), next=address).headers["Location"] == "/en/account/"
