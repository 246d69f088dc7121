"""Demand without tracking: what was looked for and not found, as numbers of terms a month.

A search that ends with nothing adds one to each term that its text was read as. Neither text nor address nor session is
kept, and a number below five is never shown: so few searches could point to a person.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import DatabaseError, models, transaction
from django.db.models import F, Sum
from django.utils import timezone

from search.engines.base import ReadAs

_log = logging.getLogger("search.demand")
SHOWN_FROM: Final = 5
# Terms of one search beyond this say nothing together.
_MOST_TERMS: Final = 8


class UnmetDemand(models.Model):
    """How many searches of a month that were read as this term found nothing."""

    month = models.DateField()
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "key", "value"], name="one_count_a_month_and_term")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.key}={self.value}: {self.count}"


@dataclass(frozen=True, slots=True)
class Demand:
    """A term that was looked for in vain, and how often (five times at least)."""

    key: str
    value: str
    count: int


def count_unmet(terms: Iterable[ReadAs]) -> None:
    """Add one search without an answer to each of its terms."""
    found = sorted({(term.key, term.value) for term in terms})[:_MOST_TERMS]
    if not found:
        return
    month = timezone.localdate().replace(day=1)
    try:
        _add(month, found)
    except DatabaseError:
        # A reader's page never fails for the sake of a statistic.
        _log.warning("A search without an answer could not be counted.", exc_info=True)


def _add(month: date, found: Sequence[tuple[str, str]]) -> None:
    with transaction.atomic():
        UnmetDemand.objects.bulk_create(
            [UnmetDemand(month=month, key=key, value=value) for key, value in found], ignore_conflicts=True
        )
        for key, value in found:
            UnmetDemand.objects.filter(month=month, key=key, value=value).update(count=F("count") + 1)


def unmet(since: date | None = None, keys: Sequence[str] = ()) -> list[Demand]:
    """Terms looked for in vain, the most wanted first; only those counted five times or more in one month."""
    rows = UnmetDemand.objects.filter(count__gte=SHOWN_FROM)
    if since is not None:
        rows = rows.filter(month__gte=since.replace(day=1))
    if keys:
        rows = rows.filter(key__in=keys)
    summed = rows.values("key", "value").annotate(total=Sum("count")).order_by("-total", "key", "value")
    return [Demand(row["key"], row["value"], row["total"]) for row in summed]
