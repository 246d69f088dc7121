"""What a plan knows of the registry: its records to match with, their present values, and what was loaded last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.disclosure import Level
from catalogue.fields import plain, read_values
from catalogue.matching import Matcher
from catalogue.models import FormerSlug, LoadedRecord, Tool
from catalogue.records import records
from importers.models import BatchRow, NotADuplicate
from importers.plan.withdrawals import Withdrawal, withdrawals
from taxonomy.many import in_portions, rows_by_key, with_any_of
from text.transliteration import name_key


def fingerprint(values: Mapping[str, Any]) -> str:
    """What a description is remembered by when a curator says that it is no duplicate."""
    return f"{name_key(str(values.get('name', '')))}|{name_key(str(values.get('organisation', '')))}"[:300]


class ExistingRecords:
    """Read once for a plan. Drafts are matched as well, and withdrawn records: ``withdrawn`` says which those are."""

    def __init__(self) -> None:
        self._records = records(Tool.objects.order_by("pk"), Level.CURATOR)
        self.names = {record.slug: record.name for record in self._records}
        self.withdrawn: dict[str, Withdrawal] = withdrawals()
        self._matcher: Matcher | None = None

    @property
    def matcher(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher.of_records(self._records)
        return self._matcher

    def slug_of(self, identifier: str) -> str:
        """The record's present slug, also for a former one; empty when there is none."""
        if identifier in self.names:
            return "" if identifier in self.withdrawn else identifier
        former = FormerSlug.objects.filter(slug=identifier).select_related("tool").first()
        is_there = former is not None and former.tool.slug in self.names and not former.tool.is_withdrawn
        return former.tool.slug if former is not None and is_there else ""

    @staticmethod
    def present(slugs: Iterable[str]) -> dict[str, Tool]:
        return rows_by_key(Tool.objects.all().with_children(), "slug", slugs)

    def last_stated(self, slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
        """{slug: {field: value as JSON}}: what files last said; later imports win over the starting data."""
        stated: dict[str, dict[str, Any]] = {}
        for part in in_portions(slugs):
            for slug, values in LoadedRecord.objects.filter(slug__in=part).values_list("slug", "values"):
                stated[slug] = dict(values)
            written = BatchRow.objects.filter(written_slug__in=part, batch__status="applied").order_by(
                "batch_id", "number"
            )
            for slug, after in written.values_list("written_slug", "after"):
                stated.setdefault(slug, {}).update(after)
        return stated

    def different(self, prints: Iterable[str]) -> dict[str, frozenset[str]]:
        """{fingerprint: slugs that a curator said it isn't}."""
        slugs_by_print: dict[str, set[str]] = {}
        for pairs in with_any_of(NotADuplicate.objects.all(), "fingerprint", prints):
            for text, slug in pairs.values_list("fingerprint", "slug"):
                slugs_by_print.setdefault(text, set()).add(slug)
        return {text: frozenset(slugs) for text, slugs in slugs_by_print.items()}


def values_of(tool: Tool, names: Iterable[str]) -> dict[str, Any]:
    return read_values(tool, list(names))


def is_human_edit(name: str, present: Any, stated: Mapping[str, Any] | None) -> bool:
    """Whether a person set the field: it isn't what a file last said of it."""
    if stated is None or name not in stated:
        return True
    return bool(plain(present) != stated[name])


__all__ = ["ExistingRecords", "fingerprint", "is_human_edit", "values_of"]
