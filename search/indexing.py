"""Keeps the index in step with the catalogue: one path from a committed change to the engine."""

import logging
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils import timezone

from catalogue.models import IndexDue, Tool
from catalogue.records import iterate_records
from search.configured import get_engine
from search.documents import documents_of
from search.engines.base import Engine, EngineError, IndexDifference, Progress
from search.facets import FACET_KEYS
from search.leaving_out import hidden
from search.sources import all_documents, documents_for
from search.vocabulary import vocabulary_wordings
from taxonomy.many import in_portions

_log = logging.getLogger("search.indexing")
_STEP: Final = 100


def update(slugs: Iterable[str]) -> None:
    """Bring the index's view of these records to the database's: indexed when public, removed when not.

    In small steps, so that a record that is taken out never waits for an import of thousands.
    """
    for step in in_portions(sorted(set(slugs)), _STEP):
        _follow(step)


def _follow(slugs: Sequence[str]) -> None:
    started = timezone.now()
    documents = documents_for(slugs)
    indexed = {document.slug for document in documents}
    engine = get_engine()
    if gone := sorted(set(slugs) - indexed):
        engine.remove(gone)
    if documents:
        engine.index(documents)
        public = Tool.objects.public().filter(slug__in=indexed).values_list("slug", flat=True)
        if late := sorted(indexed - set(public)):
            # Taken out after they were read here: what removed them may have come before what was just written.
            engine.remove(late)
    IndexDue.objects.filter(slug__in=slugs, since__lte=started).delete()


def settle() -> int:
    """Let the index follow what it couldn't before, removals first; returns how many records still wait."""
    due = list(IndexDue.objects.order_by("since").values_list("slug", flat=True))
    if not due:
        return 0
    gone = hidden()
    try:
        update(gone)
        update(slug for slug in due if slug not in gone)
    except EngineError as problem:
        _log.warning("The search index can't follow yet: %s", problem)
    return IndexDue.objects.count()


def rebuild(progress: Progress | None = None) -> int:
    started = timezone.now()
    count = get_engine().rebuild(all_documents(), progress)
    IndexDue.objects.filter(since__lte=started).delete()
    return count


def difference(engine: Engine | None = None) -> IndexDifference:
    """What the index lacks or holds in another state than the database."""
    return (engine or get_engine()).compare({document.slug: document.hash for document in all_documents()})


def carriers(vocabulary: str, slugs: Iterable[str]) -> set[str]:
    """Slugs of public records that carry one of these terms, directly or by a narrower term."""
    if vocabulary not in FACET_KEYS:
        return set()
    changed = frozenset(slugs)
    wordings = vocabulary_wordings()
    return {
        document.slug
        for document in documents_of(iterate_records(Tool.objects.public()), wordings)
        if changed.intersection(document.facets.get(vocabulary, ()))
    }


def follow_terms(vocabulary: str, slugs: Iterable[str]) -> None:
    """Bring records that carry these terms up to date."""
    follow_records(carriers(vocabulary, slugs))


def follow_records(slugs: Iterable[str]) -> None:
    """Bring changed records up to date, if the index can be written.

    One that can't must not undo, hide or hold up a published change: what couldn't follow is noted, and tried again by
    the worker's clock and after the next change.
    """
    changed = frozenset(slugs)
    try:
        update(hidden())
        update(changed)
    except EngineError as problem:
        _log.warning("The search index could not follow a change yet: %s", problem)
        IndexDue.objects.bulk_create([IndexDue(slug=slug) for slug in sorted(changed)], ignore_conflicts=True)
