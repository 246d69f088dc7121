"""Takes a snapshot, and makes any matrix of it again.

The frozen content holds what statistics are made of (each public record's classification, status, years) and the
vocabularies with their labels, so that a table of a past date needs nothing of the present. Canonical JSON: sorted
keys, no spaces, so that equal states are equal bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import translation

from common.recent import Recent
from gaps.axes import AXIS_KEYS
from gaps.live_data import LiveRegistry, current_registry
from gaps.matrix import DEFAULT_COLUMNS, DEFAULT_ROWS, build_matrix
from gaps.models.snapshots import Snapshot
from gaps.needs.layers import Layer, layers
from gaps.population import Population
from gaps.serializers import canonical_json, matrix_as_dict
from gaps.tool_table import Classified, ToolTable
from taxonomy.cache import virtual_terms, virtual_vocabularies
from taxonomy.current import vocabulary_index
from taxonomy.index import IndexedTerm, IndexedVocabulary, VocabularyIndex

SCHEMA = 1
_states: Recent[FrozenState] = Recent(8)


@dataclass(frozen=True, slots=True)
class FrozenRecord:
    """A tool as a snapshot keeps it: what statistics count."""

    slug: str
    name: str
    confidence: str
    launched: int | None
    ended: int | None
    values: dict[str, list[str]]

    def facet_values(self, key: str) -> tuple[str, ...]:
        if key not in AXIS_KEYS:
            raise KeyError(key)
        return tuple(self.values.get(key, ()))


def content_of(registry: LiveRegistry) -> dict[str, Any]:
    """All that a snapshot of the state freezes. Nothing in it depends on the reader, the host or the time of day."""
    population = Population()
    with translation.override("en"):
        matrix = build_matrix(registry.table, DEFAULT_ROWS, DEFAULT_COLUMNS, population, registry.index, language="en")
        regions = [line.slug for line in matrix.columns.lines]
        counted = population.mask(registry.table, registry.index)
        return {
            "schema": SCHEMA,
            "date": registry.on.isoformat(),
            "population": [slug for slug, counts in zip(registry.table.slugs, counted, strict=True) if counts],
            "records": {record.slug: _frozen(record) for record in registry.records},
            "vocabularies": _vocabularies(registry.index),
            "matrix": matrix_as_dict(matrix, on=registry.on, needs=[layer.as_dict(regions) for layer in layers()]),
        }


def _frozen(record: Any) -> dict[str, Any]:
    return {
        "name": record.name,
        "confidence": record.confidence,
        "launched": record.launched,
        "ended": record.ended,
        "values": {key: list(values) for key in AXIS_KEYS if (values := record.facet_values(key))},
    }


def _vocabularies(index: VocabularyIndex) -> dict[str, Any]:
    """Countries and languages are left out: their codes and names are those of standards."""
    return {
        slug: {
            "label": dict(vocabulary.labels),
            "terms": [
                {
                    "slug": term.slug,
                    "parent": term.parent,
                    "retired": term.is_retired,
                    "replaced_by": term.replaced_by,
                    "labels": dict(term.labels),
                }
                for term in index.terms(slug, with_retired=True)
            ],
        }
        for slug, vocabulary in index.vocabularies.items()
        if not vocabulary.is_virtual and slug in AXIS_KEYS
    }


@transaction.atomic
def take_snapshot(
    note: str = "", *, only_if_changed: bool = False, is_automatic: bool = False
) -> tuple[Snapshot, bool]:
    """The snapshot of this moment and whether it was made now. ``only_if_changed``: else the last one that is equal.

    Taking by hand what was kept for a citation announces that one, with the note.
    """
    registry = current_registry()
    content = content_of(registry)
    state_digest = digest_without_date(content)
    if only_if_changed:
        last = _equal_to_last(registry, state_digest)
        if last is not None and last.is_automatic and not is_automatic:
            last.is_automatic, last.note = False, note
            last.save(update_fields=["is_automatic", "note"])
            return last, True
        if last is not None:
            return last, False
    raw = canonical_json(content)
    highest = Snapshot.objects.aggregate(highest=models.Max("number"))["highest"] or 0
    snapshot = Snapshot.objects.create(
        number=highest + 1,
        taken_on=registry.on,
        note=note,
        tools=len(content["population"]),
        digest=hashlib.sha256(raw).hexdigest(),
        is_automatic=is_automatic,
        state_digest=state_digest,
        stamp=registry.stamp,
        packed=zlib.compress(raw, 9),
    )
    return snapshot, True


def unchanged_since_last() -> Snapshot | None:
    """The last snapshot, if the registry is as it was then; nothing is frozen."""
    registry = current_registry()
    return _equal_to_last(registry, digest_without_date(content_of(registry)))


def _equal_to_last(registry: LiveRegistry, state_digest: str) -> Snapshot | None:
    last = Snapshot.objects.defer("packed").first()
    if last is None or (last.state_digest or digest_without_date(last.content)) != state_digest:
        return None
    # The next to ask sees it by the stamp. No signal: nothing that a page shows has changed.
    Snapshot.objects.filter(pk=last.pk).update(stamp=registry.stamp, state_digest=state_digest)
    return last


def digest_without_date(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(_without_date(content))).hexdigest()


def _without_date(content: dict[str, Any]) -> dict[str, Any]:
    matrix = content["matrix"]
    return {
        **content,
        "date": "",
        "matrix": {**matrix, "population": {**matrix["population"], "date": ""}},
    }


def taken_by(day: date) -> Snapshot | None:
    """The last snapshot of that day or before, None if there was none yet."""
    return Snapshot.objects.filter(taken_on__lte=day).order_by("-taken_on", "-number").first()


def state_of(snapshot: Snapshot) -> FrozenState:
    """The snapshot as a state; the last few are kept in memory, as they never change."""
    stamp = f"snapshot-{snapshot.number}-{snapshot.digest[:12]}"
    return _states.get(snapshot.digest, lambda: FrozenState(snapshot.content, stamp, snapshot.withheld_values))


class FrozenState:
    """A snapshot in the form of the present: the same table, the labels of its day.

    A record that was redacted counts as before and has no name (``gaps.snapshots.redacting``).
    """

    def __init__(self, content: dict[str, Any], stamp: str, withheld: Mapping[str, Any] | None = None) -> None:
        self.content = content
        self.stamp = stamp
        self.on = date.fromisoformat(content["date"])
        self.records: list[Classified] = [
            _thawed(slug, entry, (withheld or {}).get(slug)) for slug, entry in content["records"].items()
        ]
        self.table = ToolTable(self.records)
        self.indicators = [Layer.from_dict(need) for need in content["matrix"]["needs"]]
        self.index = _index(content["vocabularies"])

    def resolve(self, vocabulary: str, slug: str) -> str | None:
        """The slug that stood for this one then, also for a term that was renamed or merged since; None if none did."""
        known = self.index.resolve_slug(vocabulary, slug)
        if known is not None:
            return known
        now = vocabulary_index()
        today = now.resolve_slug(vocabulary, slug)
        if today is None:
            return None
        terms = self.index.terms(vocabulary)
        return next((term.slug for term in terms if now.resolve_slug(vocabulary, term.slug) == today), None)


def _thawed(slug: str, entry: Mapping[str, Any], withheld: Mapping[str, Any] | None) -> FrozenRecord:
    """A record as it counts."""
    facts = {**entry, **(withheld or {})}
    values = {**entry.get("values", {}), **(withheld or {}).get("values", {})}
    name = "" if withheld else entry["name"]
    return FrozenRecord(slug, name, facts["confidence"], facts["launched"], facts["ended"], values)


def _index(vocabularies: dict[str, Any]) -> VocabularyIndex:
    terms = [
        IndexedTerm(
            pk=0,
            vocabulary=vocabulary,
            slug=term["slug"],
            parent=term["parent"],
            position=position,
            is_retired=term["retired"],
            replaced_by=term["replaced_by"],
            labels=term["labels"],
        )
        for vocabulary, entry in vocabularies.items()
        for position, term in enumerate(entry["terms"])
    ]
    named = [IndexedVocabulary(slug, 0, "", entry["label"]) for slug, entry in vocabularies.items()]
    return VocabularyIndex([*terms, *virtual_terms()], [*named, *virtual_vocabularies(len(named))])
