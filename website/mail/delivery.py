"""Hands noted mails to the mail server, one after the other, in the worker."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from website.mail.packing import unpack
from website.mail.queue import REMEMBERED, MailKind, QueuedMail
from website.mail.reset import reset_messages

logger = logging.getLogger(__name__)
_REFUSED_FOR_GOOD = range(500, 600)


def deliver_due() -> int:
    """Send the mails whose time has come and return how many were sent.

    A mail server that gives no answer costs one time-out a turn: the others wait with the first one.
    """
    sent = 0
    for mail in _claimed():
        try:
            for message in _messages(mail):
                message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            _refused(mail, [code for code, _words in refusal.recipients.values()])
        except (OSError, smtplib.SMTPException) as problem:
            # SMTPException's words may hold the address or what the server made of the mail.
            logger.warning("A mail could not be sent (%s, try %d).", type(problem).__name__, mail.tries)
            _put_off(mail)
            break
        except Exception as problem:
            logger.error("A mail could not be made (%s, try %d).", type(problem).__name__, mail.tries)
            _put_off(mail)
        else:
            mail.delete()
            sent += 1
    return sent


def forget_given_up() -> None:
    """Delete the marks of mails that were given up a week ago."""
    QueuedMail.objects.given_up().filter(given_up_at__lt=timezone.now() - REMEMBERED).delete()


def _claimed() -> Iterator[QueuedMail]:
    """Each due mail once, taken so that no other process sends it too."""
    now = timezone.now()
    for pk in QueuedMail.objects.due(now).values_list("pk", flat=True):
        mail = QueuedMail.objects.due(now).filter(pk=pk).first()
        if mail is not None and mail.claim(timezone.now()):
            yield mail


def _messages(mail: QueuedMail) -> list[EmailMessage]:
    messages = reset_messages(mail.content) if mail.kind == MailKind.PASSWORD_RESET else [unpack(mail.content)]
    for message in messages:
        message.connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    return messages


def _refused(mail: QueuedMail, codes: list[int]) -> None:
    logger.warning("A mail's recipient was refused (%s, try %d).", ", ".join(map(str, codes)), mail.tries)
    if codes and all(code in _REFUSED_FOR_GOOD for code in codes):
        mail.give_up(timezone.now())
    else:
        _put_off(mail)


def _put_off(mail: QueuedMail) -> None:
    mail.put_off(timezone.now())
    if mail.given_up_at:
        logger.error("A mail was given up after %d tries.", mail.tries)
