"""Which records: every question that the site asks, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

if TYPE_CHECKING:
    from catalogue.models import Tool  # noqa: F401

# Statuses that count as in use (docs/reference/statistics.md).
COUNTED_STATUSES = ("active", "pilot")

CHILDREN = (
    "aliases",
    "classifications",
    "countries",
    "languages",
    "impact_claims",
    "sources",
    "links",
    "texts",
)
# Children with the row that each of them leads to. It comes in the same query: Django 5.2 prefetches a foreign key by
# `id = 1 OR id = 2 …` on SQLite (its PR 19072), which refuses more than 1,000 of these.
CHILDREN_WITH_TARGET = {"participations": "organisation", "tagged_items": "tag"}


class ToolQuerySet(models.QuerySet["Tool"]):
    def public(self) -> ToolQuerySet:
        """Keep the published and not withdrawn. DraftStateMixin hides nothing by itself; only this does."""
        return self.filter(live=True, withdrawn_at__isnull=True)

    def withdrawn(self) -> ToolQuerySet:
        return self.filter(withdrawn_at__isnull=False)

    def in_review(self) -> ToolQuerySet:
        """Keep those whose review has begun and isn't over."""
        states = WorkflowState.objects.active().filter(
            base_content_type__app_label="catalogue", base_content_type__model="tool"
        )
        return self.filter(pk__in=states.values_list(Cast("object_id", models.BigIntegerField())))

    def existing(self) -> ToolQuerySet:
        """Keep those whose existence isn't in doubt."""
        return self.exclude(confidence="low")

    def in_use(self) -> ToolQuerySet:
        return self.filter(status__slug__in=COUNTED_STATUSES)

    def counted(self) -> ToolQuerySet:
        """Keep the population of statistics: public, in use, existence not in doubt."""
        return self.public().existing().in_use()

    def with_children(self) -> ToolQuerySet:
        """Fetch all that a Record is made of, in a constant number of queries."""
        return self.prefetch_related(*children_lookups(self.model))


def children_lookups(tool_model: type[models.Model]) -> list[str | models.Prefetch[str]]:
    """List what ``prefetch_related`` needs for everything that a Record is made of."""
    joined = []
    for name, target in CHILDREN_WITH_TARGET.items():
        related: Any = tool_model._meta.get_field(name).related_model
        joined.append(models.Prefetch(name, related._default_manager.select_related(target)))
    return [*CHILDREN, *joined, "participations__organisation__aliases"]
