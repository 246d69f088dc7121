"""Keeps the index in step with the catalogue: one path from a committed change to the engine."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from catalogue.models import Tool
from catalogue.records import iterate_records, records
from catalogue.signals import records_changed, records_withdrawn
from search.documents import SearchDocument, documents_of
from search.engines import EngineError, get_engine
from search.engines.base import Difference, Engine, Progress
from taxonomy.many import with_any_of
from taxonomy.signals import terms_changed

_log = logging.getLogger("search.indexing")


def all_documents() -> Iterator[SearchDocument]:
    """Every public record as a document, in bounded memory."""
    return documents_of(iterate_records(Tool.objects.public().order_by("slug")))


def documents_for(slugs: Iterable[str]) -> list[SearchDocument]:
    """The documents of those records that are public now."""
    portions = with_any_of(Tool.objects.public(), "slug", sorted(set(slugs)))
    return [document for portion in portions for document in documents_of(records(portion))]


def update(slugs: Iterable[str]) -> None:
    """Bring the index's view of these records to the database's: indexed when public, removed when not."""
    wanted = frozenset(slugs)
    documents = documents_for(wanted)
    engine = get_engine()
    engine.index(documents)
    gone = wanted - {document.slug for document in documents}
    if gone:
        engine.remove(gone)


def rebuild(progress: Progress | None = None) -> int:
    return get_engine().rebuild(all_documents(), progress)


def difference(engine: Engine | None = None) -> Difference:
    """What the index lacks or holds in another state than the database."""
    return (engine or get_engine()).compare({document.slug: document.hash for document in all_documents()})


def carriers(vocabulary: str, slugs: Iterable[str]) -> set[str]:
    """Slugs of public records that carry one of these terms, directly or by a narrower term."""
    from search.vocabulary import FACET_KEYS, words

    if vocabulary not in FACET_KEYS:
        return set()
    changed = frozenset(slugs)
    vocabulary_words = words()
    return {
        document.slug
        for document in documents_of(iterate_records(Tool.objects.public()), vocabulary_words)
        if changed.intersection(document.facets.get(vocabulary, ()))
    }


def on_records(sender: Any, slugs: frozenset[str], **_: Any) -> None:
    _safely(slugs)


def on_terms(sender: Any, vocabulary: str, slugs: Iterable[str], **_: Any) -> None:
    """A term may be carried by every record, so the curator who renames it doesn't wait for that."""
    from search.tasks import follow_terms

    follow_terms.enqueue(vocabulary, sorted(slugs))


def follow_terms(vocabulary: str, slugs: Iterable[str]) -> None:
    """Bring records that carry these terms up to date."""
    _safely(carriers(vocabulary, slugs))


def _safely(slugs: Iterable[str]) -> None:
    """A search index that can't be written must not undo or hide a published change; `reindex --check` will name it."""
    try:
        update(slugs)
    except EngineError:
        _log.exception("The search index could not follow a change; run `manage.py reindex`.")


@contextmanager
def held_back() -> Iterator[None]:
    """Meanwhile the index follows no change; whoever holds it back makes it anew afterwards."""
    records_changed.disconnect(dispatch_uid="search-records-changed")
    records_withdrawn.disconnect(dispatch_uid="search-records-withdrawn")
    terms_changed.disconnect(dispatch_uid="search-terms-changed")
    try:
        yield
    finally:
        connect()


def connect() -> None:
    records_changed.connect(on_records, dispatch_uid="search-records-changed")
    records_withdrawn.connect(on_records, dispatch_uid="search-records-withdrawn")
    terms_changed.connect(on_terms, dispatch_uid="search-terms-changed")
