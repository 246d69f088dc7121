"""Marks a finished page as one that may be kept as it was sent (``gaps.caching``)."""

from __future__ import annotations

from django.http import HttpResponse

KEPT_SECONDS = 24 * 3600
# What readers look for in vain is counted all day, and no stamp tells of it.
KEPT_WITH_DEMAND_SECONDS = 300
KEPT_SECONDS_ATTRIBUTE = "kept_for_seconds"


def to_keep(response: HttpResponse, *, has_demand: bool = False) -> HttpResponse:
    """The same response, marked: it is the same for every reader of its address as long as nothing changes.

    ``has_demand``: it shows what was looked for in vain, which is some minutes old at most.
    """
    setattr(response, KEPT_SECONDS_ATTRIBUTE, KEPT_WITH_DEMAND_SECONDS if has_demand else KEPT_SECONDS)
    return response
