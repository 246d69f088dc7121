"""A form is sent once, however often its button is pressed and however slow the line is.

The stamp of the form is kept with the transaction that carries the sending out, under a unique key: of two sendings at
the same moment the database lets one through, and the other is led to what came of the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import SentForm
from catalogue.proposals.spam import LONGEST_SECONDS


class SentAlready(Exception):
    """The form was sent before with other words; ``led_to`` is where the first sending led."""

    def __init__(self, led_to: str) -> None:
        super().__init__(led_to)
        self.led_to = led_to


def sent_before(stamp: str, words: Mapping[str, object]) -> str:
    """Return where the first sending led; empty when this is the first. Raises SentAlready for other words."""
    row = SentForm.objects.filter(stamp=_digest(stamp)).first()
    if row is None:
        return ""
    if row.words != _digest_of(words):
        raise SentAlready(row.led_to)
    return row.led_to


def send_once(stamp: str, words: Mapping[str, object], send: Callable[[], str]) -> str:
    """Carry the sending out and return the path it leads to; for one that came before, the path of that one.

    What ``send`` raises undoes everything, and the form may be sent again.
    """
    SentForm.objects.filter(sent_at__lt=timezone.now() - timedelta(seconds=LONGEST_SECONDS)).delete()
    try:
        with transaction.atomic():
            row = SentForm.objects.create(stamp=_digest(stamp), words=_digest_of(words))
            row.led_to = send()
            row.save(update_fields=["led_to"])
            return row.led_to
    except IntegrityError:
        earlier = sent_before(stamp, words)
        if not earlier:
            raise  # something else was twice
        return earlier


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of(words: Mapping[str, object]) -> str:
    return _digest(repr(sorted((name, str(value)) for name, value in words.items())))
