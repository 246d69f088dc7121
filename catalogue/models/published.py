"""Public records as the registry publishes them, each in one row: all that readers get is read from here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models

from catalogue.disclosure import Level
from catalogue.models.tools import Tool
from catalogue.record_facts import record_from

if TYPE_CHECKING:
    from catalogue.records import Record


class PublishedRecordQuerySet(models.QuerySet["PublishedRecord"]):
    def public(self) -> PublishedRecordQuerySet:
        """Keep those whose tool is public at this moment; readers are given no others."""
        return self.filter(tool__live=True, tool__withdrawn_at__isnull=True)

    def records(self, level: Level = Level.PUBLIC) -> list[Record]:
        """Return the records of these rows, in their order, as a reader of the level may see them."""
        return list(self.iterate(level))

    def iterate(self, level: Level = Level.PUBLIC, chunk: int = 2000) -> Iterator[Record]:
        """Read the records of these rows, in one query and bounded memory; for a higher level in one more."""
        restricted = self._restricted_details(level)
        columns = ("tool_id", "facts", "details", "tool__created_at", "tool__public_changed_at")
        for pk, facts, details, created_at, changed_at in self.values_list(*columns).iterator(chunk):
            yield record_from(facts, details, pk, created_at, changed_at, restricted.get(pk, ""))

    def iterate_facts(self, chunk: int = 2000) -> Iterator[tuple[str, str]]:
        """Read (address, facts as JSON) of these rows, in one query and bounded memory."""
        yield from self.values_list("slug", "facts").iterator(chunk)

    def _restricted_details(self, level: Level) -> dict[int, str]:
        if level is Level.PUBLIC:
            return {}
        rows = RestrictedDetail.objects.filter(tool__in=self.order_by().values("tool"), level__lte=level)
        return dict(rows.values_list("tool_id", "text"))


class PublishedRecord(models.Model):
    """A public tool's record. It is written in the transaction that changes the tool (``catalogue.published_records``).

    facts: the record's public facts as JSON (``catalogue.record_facts``); details: what pages need beside them.
    digest: of what readers see; form: of the code that wrote the row.
    """

    tool = models.OneToOneField(Tool, on_delete=models.CASCADE, primary_key=True, related_name="published_record")
    slug = models.SlugField(max_length=80, unique=True)
    facts = models.TextField()
    details = models.TextField()
    digest = models.CharField(max_length=64)
    form = models.PositiveSmallIntegerField()

    objects = PublishedRecordQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def as_record(self) -> Record:
        """Return the record as everybody may see it."""
        return record_from(self.facts, self.details, self.tool_id, self.tool.created_at, self.tool.public_changed_at)


class RestrictedDetail(models.Model):
    """What readers of a level, and those of a higher one, see of a public record beside what everybody does."""

    tool = models.OneToOneField(Tool, on_delete=models.CASCADE, primary_key=True, related_name="+")
    level = models.PositiveSmallIntegerField(choices=[(level.value, level.name.lower()) for level in Level])
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.tool_id}"
