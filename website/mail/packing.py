"""A message as plain values that a table keeps, and back again."""

from __future__ import annotations

import base64
import re
from email.mime.base import MIMEBase
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

Packed = dict[str, Any]
# Line breaks and other control characters: in a header they would begin another one.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LISTS = ("to", "cc", "bcc", "reply_to")


def pack(message: EmailMessage) -> Packed:
    """Return the message's values; what stands in a header is one line, whatever a reader wrote into it.

    Date and identifier are given now: a message that is sent twice after a broken connection is known as one.
    """
    sender = _one_line(message.from_email or settings.DEFAULT_FROM_EMAIL)
    headers = {_one_line(name): _one_line(value) for name, value in message.extra_headers.items()}
    headers.setdefault("Date", formatdate())
    headers.setdefault("Message-ID", make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or "localhost"))
    packed: Packed = {name: [_one_line(address) for address in getattr(message, name)] for name in _LISTS}
    return {
        **packed,
        "subject": _one_line(message.subject),
        "body": str(message.body),
        "subtype": message.content_subtype,
        "from": sender,
        "headers": headers,
        "alternatives": [[str(content), str(kind)] for content, kind in getattr(message, "alternatives", [])],
        "attachments": [_packed_attachment(attachment) for attachment in message.attachments],
    }


def unpack(packed: Packed) -> EmailMessage:
    """Return the message that `pack` was given."""
    message = EmailMultiAlternatives(
        subject=packed["subject"],
        body=packed["body"],
        from_email=packed["from"],
        headers=packed["headers"],
        **{name: packed[name] for name in _LISTS},
    )
    message.content_subtype = packed["subtype"]
    for content, kind in packed["alternatives"]:
        message.attach_alternative(content, kind)
    for name, content, kind in packed["attachments"]:
        message.attach(name, base64.b64decode(content), kind)
    return message


def _packed_attachment(attachment: Any) -> list[str | None]:
    if isinstance(attachment, MIMEBase):
        name, kind = attachment.get_filename(), attachment.get_content_type()
        content: Any = attachment.get_payload(decode=True) or b""
    else:
        name, content, kind = attachment
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return [name, base64.b64encode(raw).decode("ascii"), kind]


def _one_line(text: object) -> str:
    return _CONTROL.sub(" ", str(text)).strip()
