"""Keeping machines out without a third party and without a puzzle.

Quiet checks: a field that people don't see, and a signed time that a person needs to fill in a form. A limit for each
connection is `catalogue.proposals.quota`.
"""

from __future__ import annotations

import secrets
import time

from django.core import signing

_SALT = "catalogue.proposal.form"
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600


def new_stamp() -> str:
    """Sign when the form was shown, and which one of that second; each is taken once (``idempotency``)."""
    return signing.dumps([int(time.time()), secrets.token_urlsafe(9)], salt=_SALT)


def is_stamp_of_a_person(stamp: str) -> bool:
    """Tell whether the form was shown by us, at least some seconds and at most a day ago."""
    try:
        shown = signing.loads(stamp, salt=_SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return False
    shown = shown[0] if isinstance(shown, list) and shown else shown
    return isinstance(shown, int) and time.time() - shown >= SHORTEST_SECONDS
