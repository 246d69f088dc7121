"""Lets a view say that its answer may be kept as it was sent (``website.kept_pages``)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest

KEPT_SECONDS = 24 * 3600
# What readers look for in vain is counted all day, and no stamp tells of it.
KEPT_WITH_DEMAND_SECONDS = 300
_ATTRIBUTE = "page_keeping"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a view allows: the pairs of name and value that the address may hold, and for how long at most."""

    pairs: frozenset[tuple[str, str]]
    seconds: int

    def allows(self, query: str) -> bool:
        """Whether a query holds nothing but these, each once and spelled as the site spells it."""
        given = parse_qsl(query, keep_blank_values=True)
        return urlencode(given) == query and len(set(given)) == len(given) and self.pairs.issuperset(given)


def keep_page(request: HttpRequest, *pairs: tuple[str, str], has_demand: bool = False) -> None:
    """Let the answer be kept: it is the same for every reader of its address as long as nothing changes.

    ``pairs``: all that the query of the address may say. An answer to anything else isn't kept, so that neither words
    that somebody typed nor invented parameters are. ``has_demand``: the page shows what was looked for in vain, which
    is some minutes old at most.
    """
    seconds = KEPT_WITH_DEMAND_SECONDS if has_demand else KEPT_SECONDS
    setattr(request, _ATTRIBUTE, Keeping(frozenset(pairs), seconds))


def keeping_of(request: HttpRequest) -> Keeping | None:
    """What the view allowed; None where it said nothing."""
    keeping: Keeping | None = getattr(request, _ATTRIBUTE, None)
    return keeping
