"""Mappings are remembered and proposed again, also when a header or two changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from importers.columns import Column, ColumnRole, SurveyTable, header_key
from importers.lexicon.fields import CONSENT, CONSENT_UNSURE
from importers.models import Batch, MappingMemory
from importers.plan.import_plan import column_from_json

_MOST_KEPT = 500
_ALIKE = 0.6


def remembered_choice(column: Column) -> str:
    """What is remembered of a column: its field, its role, or that it is left out."""
    if column.role is ColumnRole.CONSENT:
        return CONSENT_UNSURE if column.is_guess else f"{CONSENT}-{column.polarity}"
    if column.role is ColumnRole.FIELD:
        return column.field
    return "" if column.role is ColumnRole.IGNORED else str(column.role)


def recall(table: SurveyTable, source: str = "") -> MappingMemory | None:
    """The mapping of the same source, or of the headers most alike: at least six in ten are the same."""
    keys = {header_key(heading.header, heading.option) for heading in table.headings}
    best, best_score = None, 0.0
    for memory in MappingMemory.objects.all()[:_MOST_KEPT]:
        known = set(memory.columns)
        score = len(keys & known) / max(len(keys | known), 1)
        if source and memory.source == source:
            score += 0.2
        if score > best_score:
            best, best_score = memory, score
    return best if best_score >= _ALIKE else None


def remembered_columns(memory: MappingMemory | None, table: SurveyTable) -> dict[str, str]:
    if memory is None:
        return {}
    keys = {header_key(heading.header, heading.option) for heading in table.headings}
    return {key: field for key, field in memory.columns.items() if key in keys}


def remember(batch: Batch) -> None:
    """Keep how the batch's columns and values were read, one memory for each source and set of headers."""
    columns = [column_from_json(entry) for entry in batch.columns]
    mapping = _keys(columns)
    memory = _same(mapping, batch.source) or MappingMemory(source=batch.source)
    memory.columns = mapping
    for field, texts in batch.options.get("values", {}).items():
        memory.values[field] = {**memory.values.get(field, {}), **texts}
    memory.policies = {**memory.policies, **batch.options.get("policies", {})}
    memory.save()


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    """A guess that nobody confirmed isn't remembered."""
    confirmed = (column for column in columns if not column.is_guess)
    return {header_key(column.header, column.option): remembered_choice(column) for column in confirmed}


def _same(mapping: Mapping[str, str], source: str) -> MappingMemory | None:
    candidates: Iterable[MappingMemory] = MappingMemory.objects.filter(source=source)[:_MOST_KEPT]
    return next((memory for memory in candidates if set(memory.columns) == set(mapping)), None)
