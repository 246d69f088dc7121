"""Mail is noted with what it belongs to and sent by the worker; a mail server that is silent costs no page."""

import json
import logging
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail, signing
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP
from catalogue.models import Proposal
from tests import dangerous
from website import health
from website.mail.delivery import deliver_due
from website.mail.outbox import deliver_mail
from website.mail.packing import pack, unpack
from website.mail.queue import PAUSES, QueuedMail

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SUGGESTION = {
    "name": "Night Bus Helper",
    "summary": "Tells passengers on night buses where to find help and how to report a suspicion to the police.",
    "tool_types": ["reporting-hotlines"],
    "url": "https://night-bus.example",
}


@pytest.fixture
def queue(settings):
    """Mail as a server's settings have it: noted by the request, sent by the worker."""
    settings.EMAIL_BACKEND = "website.mail.backend.QueueingBackend"
    settings.MAIL_DELIVERY_BACKEND = LOCMEM
    settings.TASKS_MODE = "database"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return settings


@pytest.fixture
def silent_server():
    """A server that takes connections and never says a word; it counts them."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def take() -> None:
        while True:
            try:
                taken.append(listener.accept()[0])
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    yield listener.getsockname()[1], taken
    listener.close()
    for one in taken:
        one.close()


def wait_for(taken: list[socket.socket]) -> int:
    """The number of connections, once the listening thread has had its turn."""
    deadline = time.monotonic() + 300
    while not taken and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(taken)


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def send(**changed):
    values = {"subject": "Hello", "message": "Words", "from_email": None, "recipient_list": ["a@example.org"]}
    return send_mail(**values | changed)


@pytest.mark.django_db
def test_a_silent_mail_server_costs_no_suggestion_and_no_page(
    queue, silent_server, client, vocabularies, django_capture_on_commit_callbacks
):
    port, taken = silent_server
    queue.MAIL_DELIVERY_BACKEND, queue.EMAIL_HOST, queue.EMAIL_PORT = SMTP, "127.0.0.1", port
    queue.EMAIL_TIMEOUT = 0.5
    editor = User.objects.create_user("eda", email="eda@example.org", password="x")
    editor.groups.set(Group.objects.filter(name__in=[CURATORS_GROUP, EDITORS_GROUP]))
    stamp = signing.dumps(int(time.time()) - 60, salt="catalogue.proposal.form")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("catalogue:suggest"), SUGGESTION | {"stamp": stamp})
    assert answer.status_code == 302
    assert Proposal.objects.count() == 1
    assert not taken, "the request itself asked the mail server"
    assert QueuedMail.objects.exists()
    assert DBTaskResult.objects.ready().count() == 1
    deliver_mail.call()
    assert wait_for(taken) == 1, "one time-out a turn, however many mails wait"
    tried = QueuedMail.objects.filter(tries=1)
    assert tried.count() == 1
    assert tried.get().next_try_at > timezone.now()


def test_where_tasks_run_in_the_request_a_silent_server_loses_nothing(own_database, queue, silent_server):
    port, taken = silent_server
    queue.TASKS_MODE = "immediate"
    queue.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    queue.MAIL_DELIVERY_BACKEND, queue.EMAIL_HOST, queue.EMAIL_PORT = SMTP, "127.0.0.1", port
    queue.EMAIL_TIMEOUT = 0.2
    with transaction.atomic():
        send()
        assert not taken
    assert wait_for(taken) == 1
    assert QueuedMail.objects.waiting().count() == 1


def test_a_mail_goes_with_its_transaction(own_database, queue):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert not QueuedMail.objects.exists()
    assert not DBTaskResult.objects.exists()
    with transaction.atomic():
        send()
        send()
    assert DBTaskResult.objects.count() == 1, "one delivery for all mails of a request"
    work()
    assert [message.to for message in mail.outbox] == [["a@example.org"]] * 2
    assert not QueuedMail.objects.exists(), "nothing is kept of a mail that was sent"


@pytest.mark.django_db
def test_a_mail_that_nobody_takes_is_tried_for_a_day_and_given_up_without_its_content(queue, caplog):
    queue.MAIL_DELIVERY_BACKEND, queue.EMAIL_HOST = SMTP, "127.0.0.1"
    with socket.create_server(("127.0.0.1", 0)) as closed:
        queue.EMAIL_PORT = closed.getsockname()[1]
    send(subject="A secret subject")
    waits = []
    for _try in PAUSES:
        deliver_due()
        row = QueuedMail.objects.get()
        waits.append(row.next_try_at - timezone.now())
        QueuedMail.objects.update(next_try_at=timezone.now())
    assert waits == sorted(waits)
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=28)
    with caplog.at_level(logging.ERROR):
        deliver_due()
    assert "given up after 8 tries" in caplog.text
    assert "secret" not in caplog.text
    assert "example.org" not in caplog.text
    given_up = QueuedMail.objects.get()
    assert given_up.content == {}
    assert "given up" in health.mail()[1]
    assert deliver_due() == 0


@pytest.mark.django_db
def test_health_tells_of_mails_that_wait(queue):
    assert health.mail() == ("", "")
    send()
    assert health.mail() == ("", "")
    QueuedMail.objects.update(written_at=timezone.now() - timedelta(hours=1))
    problem, warning = health.mail()
    assert problem == ""
    assert "waited for more than 30 minutes: 1" in warning


@pytest.mark.django_db
def test_a_sending_that_was_cut_off_is_begun_again_and_no_mail_is_sent_twice(queue):
    send()
    row = QueuedMail.objects.get()
    assert row.claim(timezone.now())
    assert deliver_due() == 0
    QueuedMail.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_line_break_in_a_name_neither_makes_a_header_nor_loses_the_mail(queue):
    send(subject="Zqmail line\r\nBcc: evil@example.org")
    deliver_due()
    [message] = mail.outbox
    assert message.recipients() == ["a@example.org"]
    assert message.message()["Subject"] == "Zqmail line Bcc: evil@example.org"
    assert message.message()["Bcc"] is None


@pytest.mark.django_db
def test_an_address_that_is_none_is_not_noted_and_not_logged(queue, caplog):
    assert send(recipient_list=["a@example.org\nBcc: evil@example.org"]) == 0
    assert not QueuedMail.objects.exists()
    assert "evil" not in caplog.text


@pytest.mark.django_db
def test_asking_for_a_password_does_the_same_whether_the_account_exists_or_not(queue, client):
    User.objects.create_user("eda", email="eda@example.org", password="x")
    client.post("/admin/password_reset/", {"email": "warm-up@example.org"})
    statements = []
    for address in ("eda@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/admin/password_reset/", {"email": address})
        assert answer.status_code == 302
        statements.append([query["sql"].partition("(")[0].partition("WHERE")[0] for query in captured])
    assert statements[0] == statements[1]
    assert not any("auth_user" in statement for statement in statements[0])
    deliver_due()
    assert [message.to for message in mail.outbox] == [["eda@example.org"]]
    assert "/admin/password_reset/confirm/" in mail.outbox[0].body
    assert "testserver" in mail.outbox[0].body
    assert not QueuedMail.objects.exists()


@given(
    subject=dangerous.texts(max_size=50),
    body=dangerous.texts(max_size=200),
    attachment=st.binary(max_size=50),
)
@trying(max_examples=50)
def test_what_is_packed_is_what_is_sent(subject, body, attachment):
    message = EmailMultiAlternatives(
        subject.encode("utf-8", "replace").decode(), body, "x@example.org", ["a@example.org"], bcc=["b@example.org"],
        headers={"Auto-Submitted": "auto-generated"}, reply_to=["c@example.org"],
    )  # fmt: skip
    message.attach_alternative("<p>HTML</p>", "text/html")
    message.attach("data.bin", attachment, "application/octet-stream")
    again = unpack(json.loads(json.dumps(pack(message))))
    assert again.recipients() == message.recipients()
    assert again.body == message.body
    assert again.reply_to == message.reply_to
    assert again.attachments[0][1] == attachment
    assert again.message()["Auto-Submitted"] == "auto-generated"
    assert "\n" not in again.subject
