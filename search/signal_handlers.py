"""The index follows what the catalogue and the taxonomy announce."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from catalogue.signals import records_changed, records_withdrawn
from search.indexing import follow_records
from search.tasks import follow_terms
from taxonomy.signals import terms_changed


def on_records(sender: Any, slugs: frozenset[str], **_: Any) -> None:
    follow_records(slugs)


def on_terms(sender: Any, vocabulary: str, slugs: Iterable[str], **_: Any) -> None:
    """A term may be carried by every record, so the curator who renames it doesn't wait for that."""
    follow_terms.enqueue(vocabulary, sorted(slugs))


def register_signal_handlers() -> None:
    records_changed.connect(on_records, dispatch_uid="search-records-changed")
    records_withdrawn.connect(on_records, dispatch_uid="search-records-withdrawn")
    terms_changed.connect(on_terms, dispatch_uid="search-terms-changed")


@contextmanager
def held_back() -> Iterator[None]:
    """Meanwhile the index follows no change; whoever holds it back makes it anew afterwards."""
    records_changed.disconnect(dispatch_uid="search-records-changed")
    records_withdrawn.disconnect(dispatch_uid="search-records-withdrawn")
    terms_changed.disconnect(dispatch_uid="search-terms-changed")
    try:
        yield
    finally:
        register_signal_handlers()
