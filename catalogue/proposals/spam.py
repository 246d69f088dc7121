"""Keeping machines out without a third party and without a puzzle.

Three quiet checks: a field that people don't see, a signed time that a person needs to fill in a form, and a limit for
each connection. The limit lives in the cache only, under a keyed hash that changes daily, so no address is stored.
"""

from __future__ import annotations

import time

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from catalogue.connections import client_key

_SALT = "catalogue.proposal.form"
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
MOST_PER_HOUR = 10


def new_stamp() -> str:
    return signing.dumps(int(time.time()), salt=_SALT)


def is_stamp_of_a_person(stamp: str) -> bool:
    """The form was shown by us, at least some seconds and at most a day ago."""
    try:
        shown = signing.loads(stamp, salt=_SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return False
    return isinstance(shown, int) and time.time() - shown >= SHORTEST_SECONDS


def is_over_the_limit(request: HttpRequest) -> bool:
    """Count this sending; true from the eleventh in an hour over one connection."""
    hashed = "proposals:" + client_key(request, "proposals")
    cache.add(hashed, 0, timeout=3600)
    try:
        return cache.incr(hashed) > MOST_PER_HOUR
    except ValueError:
        return False
