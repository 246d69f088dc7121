"""How often one connection may send a form: counted in the database, so that it holds for all processes and restarts.

What is kept is a keyed name that changes daily (catalogue.connections), for an hour. Whoever tells of something that
should not be public has a quota of their own: other messages from the same network must not stand in the way.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from catalogue.connections import client_key
from catalogue.models import Sending

COUNTED_FOR = timedelta(hours=1)
MOST_PER_HOUR = 10


def is_over_the_limit(request: HttpRequest, *, is_about_safety: bool = False) -> bool:
    """Count this sending; true from the eleventh in an hour over one connection."""
    purpose = Sending.Purpose.SAFETY if is_about_safety else Sending.Purpose.PROPOSAL
    reader = client_key(request, purpose)
    forget_sendings()
    if Sending.objects.filter(purpose=purpose, reader=reader).count() >= MOST_PER_HOUR:
        return True
    Sending.objects.create(purpose=purpose, reader=reader)
    return False


def forget_sendings() -> None:
    """Delete what is older than it counts."""
    Sending.objects.filter(at__lt=timezone.now() - COUNTED_FOR).delete()
