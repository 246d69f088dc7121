"""Remembered mappings and waiting imports follow a term that was renamed or merged into another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse

from importers.lexicon.fields import IMPORT_FIELDS
from importers.models import OPEN, Batch, BatchRow, MappingMemory
from taxonomy.uses import TermReference, register_reference_provider

# {field: {text: slug}}
Answers = dict[str, dict[str, str]]


class RememberedAnswers:
    """What curators decided that a text means, by vocabulary and slug."""

    def find(self, vocabulary: str, slug: str) -> list[TermReference]:
        return [
            TermReference(f"{holder}: “{text}”", url)
            for holder, url, answers, _save in self._kept()
            for field in fields_of(vocabulary)
            for text, meant in answers.get(field, {}).items()
            if meant == slug
        ]

    def move(self, vocabulary: str, old: str, new: str) -> int:
        moved = 0
        for _holder, _url, answers, save in self._kept():
            count = 0
            for field in fields_of(vocabulary):
                for text, meant in answers.get(field, {}).items():
                    if meant == old:
                        answers[field][text] = new
                        count += 1
            if count:
                save()
                moved += count
        return moved + _move_in_rows(fields_of(vocabulary), old, new)

    def _kept(self) -> Iterator[tuple[object, str, Answers, Callable[[], Any]]]:
        for memory in MappingMemory.objects.all():
            yield memory, "", memory.values, memory.save
        for batch in Batch.objects.filter(status__in=OPEN):
            answers = batch.options.get("values", {})
            url = reverse("importers:batch", args=[batch.pk])
            yield batch, url, answers, lambda batch=batch: batch.save(update_fields=["options"])  # type: ignore[misc]


def _move_in_rows(fields: Iterable[str], old: str, new: str) -> int:
    """The rows of imports that are planned and not written: what is shown stays what is applied."""
    moved = []
    for row in BatchRow.objects.filter(batch__status__in=OPEN).iterator():
        before = (row.values, row.derived, row.changes)
        after = tuple(_moved(part, fields, old, new) for part in before)
        if after != before:
            row.values, row.derived, row.changes = after
            moved.append(row)
    BatchRow.objects.bulk_update(moved, ["values", "derived", "changes"], batch_size=200)
    return len(moved)


def _moved(part: dict[str, Any], fields: Iterable[str], old: str, new: str) -> dict[str, Any]:
    """``part`` {field: slug, slugs, or a change's sides}, with the new slug."""
    return {name: _replaced(value, old, new) if name in fields else value for name, value in part.items()}


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return list(dict.fromkeys(new if one == old else one for one in value))
    return new if value == old else value


def fields_of(vocabulary: str) -> list[str]:
    return [name for name, field in IMPORT_FIELDS.items() if field.vocabulary == vocabulary]


def register_term_references() -> None:
    """Called once by the application's ``ready``."""
    register_reference_provider(RememberedAnswers())
