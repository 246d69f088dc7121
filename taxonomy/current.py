"""The way to today's vocabularies: everybody asks here, and the room's cache answers (``taxonomy.cache``)."""

from __future__ import annotations

from collections.abc import Callable

from taxonomy.index import VocabularyIndex

_sources: list[Callable[[], VocabularyIndex]] = []


def set_index_source(source: Callable[[], VocabularyIndex]) -> None:
    """The function names who answers from now on; the app does so when it is ready."""
    _sources[:] = [source]


def vocabulary_index() -> VocabularyIndex:
    """The function gives the present state of all vocabularies, shared by the whole process."""
    return _sources[0]()
