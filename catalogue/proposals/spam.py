"""Keeping machines out without a third party and without a puzzle.

Quiet checks: a field that people don't see, and a signed time that a person needs to fill in a form. A limit for each
connection is `catalogue.proposals.quota`.
"""

from __future__ import annotations

import time

from django.core import signing

_SALT = "catalogue.proposal.form"
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600


def new_stamp() -> str:
    return signing.dumps(int(time.time()), salt=_SALT)


def is_stamp_of_a_person(stamp: str) -> bool:
    """The form was shown by us, at least some seconds and at most a day ago."""
    try:
        shown = signing.loads(stamp, salt=_SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return False
    return isinstance(shown, int) and time.time() - shown >= SHORTEST_SECONDS
