"""The configured search engine. Everything else in the registry asks `get_engine()` and the types of `base`."""

import threading
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import (
    Difference,
    Engine,
    EngineError,
    Health,
    Hit,
    Match,
    ReadAs,
    SearchOutcome,
    SearchRequest,
    Sort,
    Suggestion,
)

__all__ = [
    "Difference",
    "Engine",
    "EngineError",
    "Health",
    "Hit",
    "Match",
    "ReadAs",
    "SearchOutcome",
    "SearchRequest",
    "Sort",
    "Suggestion",
    "engine_for",
    "forget_engine",
    "get_engine",
]

_lock = threading.Lock()
_engines: dict[str, Engine] = {}


def get_engine() -> Engine:
    """The engine that SEARCH_URL names, one for each process."""
    url = str(settings.SEARCH_URL)
    found = _engines.get(url)
    if found is None:
        with _lock:
            found = _engines.get(url) or engine_for(url)
            _engines[url] = found
    return found


def engine_for(url: str) -> Engine:
    """The engine of a URL: `embedded:///path`, `elasticsearch://host:9200/prefix` or `elasticsearch+https://…`.

    Elasticsearch comes with an embedded index beside it, under `var/search`, for when it can't answer.
    """
    from search.encoder.store import VectorStore
    from search.engines.embedded import EmbeddedEngine
    from search.indexing import all_documents, documents_for

    scheme = urlsplit(url).scheme
    if scheme == "embedded":
        return EmbeddedEngine(Path(urlsplit(url).path), source=all_documents)
    if scheme not in {"elasticsearch", "elasticsearch+https"}:
        raise ImproperlyConfigured(f"SEARCH_URL has the unknown scheme {scheme!r}.")
    from search.engines.elastic import ElasticsearchEngine
    from search.engines.elastic.connection import address_of
    from search.engines.fallback import FallbackEngine

    beside = Path(settings.VAR_DIR) / "search"
    server = ElasticsearchEngine(address_of(url), VectorStore(beside / "vectors.bin"))
    return FallbackEngine(server, EmbeddedEngine(beside, source=all_documents), beside / "missed.jsonl", documents_for)


def forget_engine() -> None:
    """Close what is open, for tests and after settings changed."""
    with _lock:
        for engine in _engines.values():
            engine.close()
        _engines.clear()
