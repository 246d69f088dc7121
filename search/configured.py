"""The search engine that the settings name: everything else in the registry asks `get_engine()` for it."""

import threading
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.encoder.store import VectorStore
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.fallback import FallbackEngine
from search.sources import all_documents, documents_for

_lock = threading.Lock()
_engines: dict[str, Engine] = {}


def get_engine() -> Engine:
    """The engine that SEARCH_URL names, one for each process."""
    url = str(settings.SEARCH_URL)
    engine = _engines.get(url)
    if engine is None:
        with _lock:
            engine = _engines.get(url) or engine_for(url)
            _engines[url] = engine
    return engine


def engine_for(url: str) -> Engine:
    """The engine of a URL: `embedded:///path`, `elasticsearch://host:9200/prefix` or `elasticsearch+https://…`.

    Elasticsearch comes with an embedded index beside it, under `var/search`, for when it can't answer.
    """
    scheme = urlsplit(url).scheme
    if scheme == "embedded":
        return EmbeddedEngine(Path(urlsplit(url).path), source=all_documents)
    if scheme not in {"elasticsearch", "elasticsearch+https"}:
        raise ImproperlyConfigured(f"SEARCH_URL has the unknown scheme {scheme!r}.")
    # Only where it is configured: a site without a server doesn't load the server's client.
    from search.engines.elastic import ElasticsearchEngine
    from search.engines.elastic.connection import address_of

    beside = Path(settings.VAR_DIR) / "search"
    server = ElasticsearchEngine(address_of(url), VectorStore(beside / "vectors.bin"))
    return FallbackEngine(server, EmbeddedEngine(beside, source=all_documents), beside / "missed.jsonl", documents_for)


def forget_engine() -> None:
    """Close what is open, for tests and after settings changed."""
    with _lock:
        for engine in _engines.values():
            engine.close()
        _engines.clear()
