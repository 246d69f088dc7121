"""How fast the answers are: 20 hits with all fifteen facets counted, for each engine and number of records.

Queries are the judged ones, each asked anew (no answer is remembered from one round to the next; vectors of query
texts are
not remembered either). Wall time is what a reader waits on this machine as it was; processor time is this process's
own, which other work on the machine doesn't stretch.
"""

import argparse
import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.judged import queries
from benchmarks.registry import HOME, engines
from benchmarks.resampling import resampled
from benchmarks.wagtail_search import measure_wagtail

SIZES = (385, 10_000, 100_000)
# A query takes Wagtail's search many seconds beyond this.
MOST_ON_WAGTAIL = 10_000
WARM_UP_ROUNDS = 3
PREFIXES = ("vic", "hotl", "victim case", "pola", "gest", "supply ch", "tha", "child")
NOTE = (
    "Above the real number of records the analysis of repeated texts is remembered, so that index_seconds are a lower "
    "bound. bare_tantivy_ms: the time of a query spent inside tantivy's own calls, building its queries included; "
    "words_only_ms: the whole query without the encoder. Elasticsearch is measured after three rounds of all queries. "
    "Wagtail above 1,000 records: every fourth query."
)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from search.sources import all_documents

    sizes = [int(size) for size in options.sizes.split(",") if size] or list(SIZES)
    documents = list(all_documents())
    found: dict[str, dict[str, Any]] = {}
    for size in sizes:
        if size > len(documents):
            _remember_analysis()
        for name, engine in engines().items():
            if name != "embedded" and size > options.most_on_server:
                continue
            found.setdefault(str(size), {})[name] = _print_measured(
                size, name, measure(name, engine, list(resampled(documents, size)))
            )
    for name, url in {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_DATABASE_URL", "")}.items():
        if name == "SQLite" or url:
            for size, measured in measure_wagtail([size for size in sizes if size <= MOST_ON_WAGTAIL], url):
                found[str(size)][f"wagtail ({name})"] = _print_measured(size, f"wagtail ({name})", measured)
    return {"facets": 15, "hits": 20, "note": NOTE, "sizes": found}


def _print_measured(size: int, name: str, measured: dict[str, Any]) -> dict[str, Any]:
    print(size, name, measured, flush=True)
    return measured


def measure(name: str, engine: Any, documents: Sequence[Any]) -> dict[str, Any]:
    from search.engines.base import SearchRequest
    from search.facets import FACET_KEYS

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    engine.rebuild(documents)
    seconds = time.perf_counter() - started
    requests = [SearchRequest(query.text, facets=FACET_KEYS, limit=20) for query in queries()]

    def anew(request: Any) -> None:
        engine.forget_answers()
        _forget_query_vectors()
        engine.search(request)

    def again(request: Any) -> None:
        engine.search(request)

    def repeated() -> dict[str, float]:
        for request in requests:
            engine.search(request)
        return timed(again, requests)

    engine.search(requests[0])
    if name != "embedded":
        # A server's virtual machine compiles what it does often; one that runs for a minute is another one.
        for request in requests * WARM_UP_ROUNDS:
            anew(request)
    _settle()
    narrowed = [
        SearchRequest(r.text, filters={"region": frozenset({"africa"})}, facets=FACET_KEYS, limit=20) for r in requests
    ]
    return {
        "index_seconds": round(seconds, 1),
        "index_mib": round(_size(HOME / "embedded") / 2**20, 1) if name == "embedded" else None,
        "memory_mib_more": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        "query_ms": timed(anew, requests),
        "same_query_again_ms": repeated(),
        "with_a_region_ms": timed(anew, narrowed),
        "without_text_ms": timed(anew, [SearchRequest(facets=FACET_KEYS, limit=20)] * 20),
        "suggest_ms": timed(lambda prefix: engine.suggest(prefix), PREFIXES * 4),
        **(_beside_tantivy(anew, requests) if name == "embedded" else {}),
    }


def _beside_tantivy(anew: Callable[[Any], None], requests: Sequence[Any]) -> dict[str, Any]:
    """The whole query without the encoder, and its time inside tantivy."""
    from django.test import override_settings

    spent = 0.0

    def timed_call(found: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            nonlocal spent
            started = time.perf_counter()
            try:
                return found(*args, **options)
            finally:
                spent += time.perf_counter() - started

        return call

    class Timed:
        """Stands before tantivy's searcher, and before its makers of queries, and adds up the time of their calls."""

        def __init__(self, searcher: Any) -> None:
            self._searcher = searcher

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._searcher, name)
            return timed_call(found) if callable(found) else found

    from search.engines.embedded import queries, reader

    bare, walls = [], []
    plain_searcher = reader.Reader.searcher
    makers: Any = queries.Query
    with override_settings(SEARCH_ENCODER=""):
        words_only = timed(anew, requests)
        reader.Reader.searcher = lambda self: Timed(plain_searcher(self))  # type: ignore[assignment, method-assign, return-value]
        queries.Query = reader.Query = Timed(makers)  # type: ignore[assignment, misc]
        try:
            for request in requests:
                spent, started = 0.0, time.perf_counter()
                anew(request)
                walls.append((time.perf_counter() - started) * 1000)
                bare.append(spent * 1000)
        finally:
            reader.Reader.searcher = plain_searcher  # type: ignore[method-assign]
            queries.Query = reader.Query = makers  # type: ignore[misc]
    return {
        "words_only_ms": words_only,
        "bare_tantivy_ms": {"p50": _percentile(bare, 50), "p95": _percentile(bare, 95)},
        "times_bare_tantivy": round(sum(walls) / sum(bare), 2),
    }


def _settle() -> None:
    """As a server does after it has warmed up (search.warming)."""
    gc.collect()
    gc.freeze()


def timed(ask: Callable[[Any], object], asked: Sequence[Any], warm_up: int = 5) -> dict[str, float]:
    """Milliseconds over all that is asked: p50 and p95 of waiting, p50 and p95 of this process's work."""
    for request in asked[:warm_up]:
        ask(request)
    walls, works = [], []
    for request in asked:
        wall, work = time.perf_counter(), time.process_time()
        ask(request)
        walls.append((time.perf_counter() - wall) * 1000)
        works.append((time.process_time() - work) * 1000)
    return {
        "p50": _percentile(walls, 50),
        "p95": _percentile(walls, 95),
        "work_p50": _percentile(works, 50),
        "work_p95": _percentile(works, 95),
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 2)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _forget_query_vectors() -> None:
    from search.encoder import encoder

    model: Any = encoder()
    if model is not None:
        model.forget()


def _remember_analysis() -> None:
    from search.engines import tokens

    if not hasattr(tokens.stems, "cache_info"):
        tokens.stems = lru_cache(maxsize=200_000)(tokens.stems)  # type: ignore[assignment]
        tokens.words = lru_cache(maxsize=20_000)(tokens.words)  # type: ignore[assignment]
