"""The Elasticsearch engine: candidates, pages and counts from a server; the ranking is the same as everywhere."""

import itertools
import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Final

from elasticsearch.helpers import scan, streaming_bulk

from search.documents import SearchDocument
from search.encoder import Vectors, encoder
from search.encoder.spaces import SPACES, texts_of
from search.encoder.store import Quantised, VectorStore, quantise
from search.engines.base import EngineError, Health, Progress, SearchOutcome, SearchRequest, Sort, Suggestion
from search.engines.elastic import queries
from search.engines.elastic.connection import Address, connect, plainly
from search.engines.elastic.mapping import RecordDocument, body_of
from search.engines.ranked import (
    LEXICAL_CANDIDATES,
    NAMED_CANDIDATES,
    NEAREST_CANDIDATES,
    Answer,
    Counts,
    Page,
    RankedEngine,
    Stretch,
)
from search.engines.spelling import allowed_errors, similar
from search.engines.suggesting import suggestions
from search.ranking.clauses import Plan
from search.ranking.fusion import Candidate

_log = logging.getLogger("search.elasticsearch")
_BATCH: Final = 200
_FACET_VALUES: Final = 400
_BUILDING_SECONDS: Final = 60.0
_CARDS_KEPT: Final = 4096
_TOTAL: Final = "total"
# What a hit brings: its slug from a column. Its `_id` would be read from the store, where whole documents are packed.
_BARE: Final = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["slug"]}
_ORDER: Final[dict[Sort, list[Any]]] = {
    Sort.RELEVANCE: [{"standing": "desc"}, {"name_key": "asc"}, {"slug": "asc"}],
    Sort.NAME: [{"name_key": "asc"}, {"slug": "asc"}],
    Sort.NEWEST: [{"newest": "desc"}, {"slug": "asc"}],
    Sort.VERIFIED: [{"verified": "desc"}, {"slug": "asc"}],
}


class ElasticsearchEngine(RankedEngine):
    """Serves the alias `prefix`; while an index is being built it has the alias `prefix-next`, and changes go to
    both."""

    name = "elasticsearch"

    def __init__(self, address: Address, store: VectorStore) -> None:
        super().__init__()
        self._client = connect(address)
        self._patient = self._client.options(request_timeout=_BUILDING_SECONDS)
        self._alias = address.prefix
        self._next = f"{address.prefix}-next"
        self._store = store
        self._writes = 0
        self._cards: dict[str, dict[str, Any]] = {}

    # Reading ----------------------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        with plainly():
            return super().search(request)

    def state(self) -> object:
        """Others may write to the server unseen, so an answer is remembered for a second at most."""
        return (int(time.monotonic()), self._writes)

    def retrieve(self, wanted: Plan, vectors: Mapping[str, Vectors], name_grams: Sequence[str]) -> list[Candidate]:
        bytes_of = {space: quantise(vector).tobytes().hex() for space, vector in vectors.items()}
        asked: list[dict[str, Any]] = []
        if name_grams:
            asked.append({"query": queries.grams(name_grams), "size": NAMED_CANDIDATES, **_BARE})
        if wanted.clauses or wanted.numbers:
            asked.append({"query": queries.scored(wanted), "size": LEXICAL_CANDIDATES, **_BARE})
        asked += [self._nearest(space, vector, NEAREST_CANDIDATES) for space, vector in bytes_of.items()]
        answers = [{_slug(hit) for hit in answer["hits"]["hits"]} for answer in self._ask(asked)]
        found = set().union(*answers)
        if not found:
            return []
        return self._scored(wanted, bytes_of, sorted(found), answers[0] if name_grams else set())

    def _scored(
        self, wanted: Plan, vectors: Mapping[str, str], slugs: list[str], named: AbstractSet[str]
    ) -> list[Candidate]:
        """Cards, lexical scores and cosines of these records."""
        among = queries.slugs(slugs)
        should = [queries.clause(part) for part in wanted.clauses] + queries.numbers(wanted)
        query = {"bool": {"filter": [among, *queries.binding(wanted)], "should": should}}
        columns = {**_BARE, "docvalue_fields": ["slug", "hash"]}
        asked: list[dict[str, Any]] = [{"query": query, "size": len(slugs), **columns}]
        asked += [self._nearest(space, vector, len(slugs), among) for space, vector in vectors.items()]
        lexical, *meaning = self._ask(asked)
        hits = {_slug(hit): hit for hit in lexical["hits"]["hits"]}
        cards = self._cards_of({slug: str(hit["fields"]["hash"][0]) for slug, hit in hits.items()})
        candidates = {
            slug: Candidate(partial(cards.__getitem__, slug), float(hit["_score"] or 0.0), is_named=slug in named)
            for slug, hit in hits.items()
            if slug in cards
        }
        for space, answer in zip(vectors, meaning, strict=True):
            for hit in answer["hits"]["hits"]:
                if _slug(hit) in candidates:
                    # Elasticsearch scores a cosine as (1 + cosine) / 2.
                    candidates[_slug(hit)].cosines[space] = 2.0 * float(hit["_score"]) - 1.0
        return list(candidates.values())

    def _cards_of(self, hashes: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """Cards by slug. A content hash belongs to one state of one record for ever, so its card can be kept: the
        server would unpack every record's whole document for it, which took most of a query's time."""
        lacking = [slug for slug, content in hashes.items() if content not in self._cards]
        found = self._cards
        if lacking:
            body = {"query": queries.slugs(lacking), "size": len(lacking), "_source": ["card", "hash"]}
            fresh = (hit["_source"] for hit in self._ask([body])[0]["hits"]["hits"])
            found = {**found, **{source["hash"]: source["card"] for source in fresh}}
            self._cards = found if len(found) <= _CARDS_KEPT else {}
        return {slug: found[content] for slug, content in hashes.items() if content in found}

    def _nearest(self, space: str, vector: str, count: int, among: Any = None) -> dict[str, Any]:
        knn = {"field": f"vector_{space}", "query_vector": vector, "k": count, "num_candidates": max(count, 300)}
        return {"knn": knn | ({"filter": among} if among else {}), "size": count, **_BARE}

    def unknown(self, words: Sequence[str]) -> dict[str, list[str]]:
        if not words:
            return {}
        counted = {word: {"term": {"spelling": word}} for word in words}
        answer = self._ask([{"size": 0, "aggs": {"held": {"filters": {"filters": counted}}}}])[0]
        buckets = answer["aggregations"]["held"]["buckets"]
        lacking = [word for word in words if not buckets[word]["doc_count"]]
        mendable = [word for word in lacking if allowed_errors(word)]
        found: dict[str, list[str]] = {word: [] for word in lacking}
        if mendable:
            asked = {word: {"text": word, "term": _suggester(word)} for word in mendable}
            suggested = self._ask([{"size": 0, "suggest": asked}])[0]["suggest"]
            for word in mendable:
                options = {
                    option["text"]: int(option["freq"]) for part in suggested[word] for option in part["options"]
                }
                found[word] = similar(word, options)
        return found

    def completions(self, prefix: str, limit: int) -> list[str]:
        if len(prefix) < 2:
            return []
        terms = {"field": "spelling", "include": f"{re.escape(prefix)}.*", "size": 4 * limit}
        answer = self._ask(
            [{"size": 0, "query": {"prefix": {"spelling": prefix}}, "aggs": {"words": {"terms": terms}}}]
        )
        found = [(bucket["key"], bucket["doc_count"]) for bucket in answer[0]["aggregations"]["words"]["buckets"]]
        found.sort(key=lambda entry: (-entry[1], len(entry[0])))
        return [word for word, _count in found[:limit]]

    def page(self, answer: Answer | None, request: SearchRequest, wanted: Stretch) -> Page:
        total, offset, limit = wanted.total, wanted.offset, wanted.limit
        restrictions = queries.filters(request)
        query = {"bool": {"must": [self._matching(answer)], "filter": [restrictions]}}
        if answer is not None and request.sort is Sort.RELEVANCE:
            rest = {
                "bool": {
                    "must": [queries.strict(answer.plan)],
                    "filter": [restrictions],
                    "must_not": [queries.slugs(wanted.skip)],
                }
            }
            listed = {"query": rest, "size": limit, "from": offset, "sort": ["_score", {"slug": "asc"}], **_BARE}
            counted = {"query": query, "size": 0, "track_total_hits": True}
            asked = [listed] * (limit > 0) + [counted] * (total is None)
            answers = self._ask(asked) if asked else []
            found = answers[0]["hits"]["hits"] if limit > 0 else []
            total = _total(answers[-1]) if total is None else total
            return Page(tuple((_slug(hit), float(hit["_score"] or 0.0)) for hit in found), total)
        body = {"query": query, "size": limit, "from": offset, "sort": _ORDER[request.sort], "track_total_hits": True}
        found = self._ask([body | _BARE])[0]
        return Page(tuple((_slug(hit), 0.0) for hit in found["hits"]["hits"]), _total(found))

    def count(self, answer: Answer | None, request: SearchRequest) -> Counts:
        aggregations = {
            key: {
                "filter": queries.filters(request, key),
                "aggs": {"values": {"terms": {"field": f"facet_{key}", "size": _FACET_VALUES}}},
            }
            for key in request.facets
        }
        aggregations[_TOTAL] = {"filter": queries.filters(request)}
        found = self._ask([{"query": self._matching(answer), "size": 0, "aggs": aggregations}])[0]["aggregations"]
        facets = {
            key: {bucket["key"]: bucket["doc_count"] for bucket in found[key]["values"]["buckets"]}
            for key in request.facets
        }
        return Counts(facets, int(found[_TOTAL]["doc_count"]))

    def _matching(self, answer: Answer | None) -> dict[str, Any]:
        if answer is None:
            return {"match_all": {}}
        parts = [queries.slugs(answer.slugs)]
        if answer.plan.clauses or answer.plan.phrases or answer.plan.excluded:
            parts.append(queries.strict(answer.plan))
        return {"bool": {"should": parts, "minimum_should_match": 1}}

    def stored(self, slugs: Sequence[str]) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        if not slugs:
            return {}
        body = {"query": queries.slugs(slugs), "size": len(slugs), "_source": ["card", "texts"]}
        hits = self._ask([body])[0]["hits"]["hits"]
        return {hit["_id"]: (hit["_source"]["card"], hit["_source"]["texts"]) for hit in hits}

    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]:
        with plainly():
            return suggestions(prefix, language, limit, self._by_name_prefix, self.vocabulary())

    def _by_name_prefix(self, words: Sequence[str], field: str, limit: int) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = [{"term": {field: word}} for word in words[:-1]]
        parts.append({"prefix": {field: words[-1]}})
        body = {
            "query": {"bool": {"filter": parts}},
            "size": limit,
            "sort": _ORDER[Sort.RELEVANCE],
            "_source": ["card"],
        }
        return [hit["_source"]["card"] for hit in self._ask([body])[0]["hits"]["hits"]]

    def _ask(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Several searches in one journey. An answer from part of the shards is no answer."""
        lines: list[dict[str, Any]] = []
        for body in bodies:
            lines += [{"index": self._alias}, {"_source": False, "track_total_hits": False, **body}]
        answers: list[dict[str, Any]] = self._client.msearch(searches=lines).body["responses"] if lines else []
        for answer in answers:
            if "error" in answer:
                reason = answer["error"].get("type", "error")
                if reason == "index_not_found_exception":
                    raise EngineError("Elasticsearch has no index yet. Run `manage.py reindex`.")
                raise EngineError(f"Elasticsearch refused a search ({reason}).")
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise EngineError("Elasticsearch answered from part of its index only.")
        return answers

    def hashes(self) -> Mapping[str, str]:
        with plainly():
            hits = scan(self._patient, index=self._alias, query={"_source": ["hash"]}, size=2000)
            return {hit["_id"]: hit["_source"]["hash"] for hit in hits}

    def health(self) -> Health:
        try:
            with plainly():
                if not self._client.indices.exists_alias(name=self._alias):
                    return Health(self.name, False, problem="Elasticsearch has no index yet. Run `manage.py reindex`.")
                count = int(self._client.count(index=self._alias)["count"])
                status = str(self._client.cluster.health(index=self._alias)["status"])
        except EngineError as problem:
            return Health(self.name, False, problem=str(problem))
        problem_text = "" if status != "red" else "Part of the index is unavailable (status red)."
        return Health(self.name, status != "red", count, problem_text, {"status": status})

    # Writing ----------------------------------------------------------------------------------------------------
    def index(self, documents: Iterable[SearchDocument]) -> int:
        listed = list(documents)
        with plainly():
            for target in self._targets():
                self._send(self._actions(listed, target, "index"))
        self._writes += 1
        return len(listed)

    def remove(self, slugs: Iterable[str]) -> None:
        listed = list(slugs)
        with plainly():
            for target in self._targets():
                if target == self._next:
                    # A grave in the index being built keeps the build, which may hold an older state, from adding it.
                    graves = ({"is_removed": "yes"} for _slug in listed)
                    actions = [_action("index", target, slug, body) for slug, body in zip(listed, graves, strict=True)]
                else:
                    actions = [{"_op_type": "delete", "_index": target, "_id": slug} for slug in listed]
                self._send(actions, ignored=(404,))
        self._writes += 1

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        with plainly():
            fresh = f"{self._alias}-{time.time_ns():x}"
            old = self._indices(self._alias)
            self._drop(self._indices(self._next))
            RecordDocument._index.clone(name=fresh).create(using=self._patient)
            self._patient.indices.put_alias(index=fresh, name=self._next)
            try:
                count = self._fill(documents, fresh, progress)
                self._patient.indices.refresh(index=fresh)
                self._clear_graves(fresh)
                swap: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self._alias}} for name in old]
                swap += [{"add": {"index": fresh, "alias": self._alias}}]
                swap += [{"remove": {"index": fresh, "alias": self._next}}]
                self._patient.indices.update_aliases(actions=swap)
            except BaseException:
                self._drop([fresh])
                raise
            self._drop(old)
        self._writes += 1
        return count

    def _fill(self, documents: Iterable[SearchDocument], fresh: str, progress: Progress | None) -> int:
        """`create` leaves alone what a change during the build has already written."""
        count = 0
        iterator = iter(documents)
        while batch := list(itertools.islice(iterator, _BATCH)):
            self._send(self._actions(batch, fresh, "create"), ignored=(409,), is_seen=False)
            count += len(batch)
            if progress is not None:
                progress(count)
        return count

    def _clear_graves(self, fresh: str) -> None:
        graves = scan(
            self._patient, index=fresh, query={"query": {"exists": {"field": "is_removed"}}, "_source": False}
        )
        self._send([{"_op_type": "delete", "_index": fresh, "_id": hit["_id"]} for hit in graves])

    def _targets(self) -> list[str]:
        return [name for name in (self._alias, self._next) if self._client.indices.exists_alias(name=name)]

    def _indices(self, alias: str) -> list[str]:
        if not self._patient.indices.exists_alias(name=alias):
            return []
        return list(self._patient.indices.get_alias(name=alias).body)

    def _drop(self, names: Sequence[str]) -> None:
        for name in names:
            self._patient.indices.delete(index=name, ignore_unavailable=True)

    def _actions(self, documents: Sequence[SearchDocument], target: str, kind: str) -> Iterator[dict[str, Any]]:
        vectors = self._vectors(documents)
        for place, document in enumerate(documents):
            own = {space: rows[place] for space, rows in vectors.items()}
            yield _action(kind, target, document.slug, body_of(document, own))

    def _vectors(self, documents: Sequence[SearchDocument]) -> dict[str, Quantised]:
        model = encoder()
        if model is None:
            return {}
        texts = [texts_of(document) for document in documents]
        used = [space for space in SPACES if any(space in own for own in texts)]
        return {space: self._store.quantised([own.get(space, "") for own in texts], model) for space in used}

    def _send(self, actions: Iterable[dict[str, Any]], ignored: tuple[int, ...] = (), is_seen: bool = True) -> None:
        """In bulk, again and again with growing pauses while the server is busy; waits until searches see it."""
        sent = streaming_bulk(
            self._patient,
            actions,
            chunk_size=_BATCH,
            max_retries=5,
            initial_backoff=0.5,
            max_backoff=10,
            raise_on_error=False,
            refresh=is_seen,
        )
        refused = [
            entry for is_done, entry in sent if not is_done and next(iter(entry.values())).get("status") not in ignored
        ]
        if refused:
            _log.error("Elasticsearch refused documents: %s", [next(iter(e.values())).get("_id") for e in refused[:10]])
            raise EngineError(f"Elasticsearch refused {len(refused)} documents.")

    def close(self) -> None:
        self._client.close()


def _action(kind: str, target: str, slug: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"_op_type": kind, "_index": target, "_id": slug, "_source": body}


def _suggester(word: str) -> dict[str, Any]:
    return {
        "field": "spelling",
        "suggest_mode": "always",
        "max_edits": allowed_errors(word),
        "prefix_length": 0,
        "min_word_length": 3,
        "size": 24,
        "string_distance": "damerau_levenshtein",
        "accuracy": 0.3,
    }


def _slug(hit: Mapping[str, Any]) -> str:
    return str(hit["fields"]["slug"][0])


def _total(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])
