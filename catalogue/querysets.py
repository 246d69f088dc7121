"""Which records: every question that the site asks, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from catalogue.models import Tool  # noqa: F401

# Statuses that count as in use (CONTRACTS, gap matrix).
COUNTED_STATUSES = ("active", "pilot")

CHILDREN = (
    "aliases",
    "classifications",
    "countries",
    "languages",
    "participations__organisation__aliases",
    "impact_claims",
    "sources",
    "links",
    "texts",
    "tagged_items__tag",
)


class ToolQuerySet(models.QuerySet["Tool"]):
    def public(self) -> ToolQuerySet:
        """Published and not withdrawn. DraftStateMixin hides nothing by itself; this is the one place that does."""
        return self.filter(live=True, withdrawn_at__isnull=True)

    def withdrawn(self) -> ToolQuerySet:
        return self.filter(withdrawn_at__isnull=False)

    def existing(self) -> ToolQuerySet:
        """Whose existence isn't in doubt."""
        return self.exclude(confidence="low")

    def in_use(self) -> ToolQuerySet:
        return self.filter(status__slug__in=COUNTED_STATUSES)

    def counted(self) -> ToolQuerySet:
        """The population of statistics: public, in use, existence not in doubt."""
        return self.public().existing().in_use()

    def with_children(self) -> ToolQuerySet:
        """All that a Record is made of, in a constant number of queries."""
        return self.prefetch_related(*CHILDREN)
