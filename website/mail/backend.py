"""The site's mail backend: it notes every message and sends none."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from website.mail.outbox import note
from website.mail.packing import pack

logger = logging.getLogger(__name__)


class QueueingBackend(BaseEmailBackend):
    """Notes messages for the worker, so that no request waits for a mail server; what is noted counts as sent.

    With the transaction that wrote it a mail is kept or forgotten.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        addressed = [message for message in email_messages if message.recipients()]
        deliverable = [message for message in addressed if all(map(_is_address, message.recipients()))]
        if len(deliverable) < len(addressed):
            logger.warning("%d mails were not noted: an address was none.", len(addressed) - len(deliverable))
        note(pack(message) for message in deliverable)
        return len(deliverable)


def _is_address(recipient: object) -> bool:
    """Whether it can stand in a header and be sent to; a host without a dot is the operator's business."""
    text = str(recipient)
    address = parseaddr(text)[1]
    return text.isprintable() and "@" in address and " " not in address and not address.endswith("@")
