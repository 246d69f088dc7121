"""Notes mails with the transaction that wrote them, and has them sent once it is over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from website.mail.delivery import deliver_due
from website.mail.queue import MailKind, QueuedMail


def note(contents: Iterable[dict[str, Any]], kind: MailKind = MailKind.MESSAGE) -> None:
    """Keep mails with the present transaction, and have them sent once it is over."""
    rows = [QueuedMail(kind=kind, content=content) for content in contents]
    if rows:
        QueuedMail.objects.bulk_create(rows)
        transaction.on_commit(_have_them_sent, robust=True)


def _have_them_sent() -> None:
    """Enqueue one delivery for all that a request noted."""
    if settings.TASKS_MODE == "database" and _is_a_delivery_waiting():
        return
    deliver_mail.enqueue()


def _is_a_delivery_waiting() -> bool:
    return DBTaskResult.objects.ready().filter(task_path=deliver_mail.module_path).exists()


@task()
def deliver_mail() -> None:
    """Send what is due. It names no mail, so that no address is kept among the tasks."""
    deliver_due()
