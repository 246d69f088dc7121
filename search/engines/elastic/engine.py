"""The Elasticsearch engine: candidates, pages and counts from a server; the ranking is the same as everywhere."""

import itertools
import json
import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from elasticsearch.helpers import scan, streaming_bulk

from search.documents import SearchDocument
from search.encoder import Vectors, encoder
from search.encoder.spaces import SPACES, texts_of
from search.encoder.store import Quantised, VectorStore
from search.engines.base import EngineError, Health, Progress, SearchOutcome, SearchRequest, Sort, Suggestion
from search.engines.elastic import queries, request_bodies
from search.engines.elastic.connection import Address, connect, engine_errors
from search.engines.elastic.mapping import RecordDocument, body_of
from search.engines.ranked import (
    LEXICAL_CANDIDATES,
    NAMED_CANDIDATES,
    NEAREST_CANDIDATES,
    Counts,
    HitPage,
    RankedEngine,
    RetrievalRequest,
    RetrievalResult,
    StoredDocuments,
    TextRanking,
    Window,
)
from search.engines.spelling import Spellings, allowed_errors, similar
from search.engines.suggesting import suggestions
from search.ranking.candidate_columns import CandidateColumns, RecordHeader, TermNumbers
from search.ranking.clauses import LexicalPlan, homes_of, lexical_plan
from search.ranking.fusion import Candidates

_log = logging.getLogger("search.elasticsearch")
_BATCH: Final = 200
_FACET_VALUES: Final = 400
_BUILDING_SECONDS: Final = 60.0
_MOST_KEPT: Final = 4096
# Of an index of so many records each question asks for all of them.
_MOST_AT_ONCE: Final = 600
# The searches that find candidates by the letters of names and by words, beside those in each space of vectors.
_NAMES: Final = "names"
_WORDS: Final = "words"
_FIRST: Final = {_NAMES: NAMED_CANDIDATES, _WORDS: LEXICAL_CANDIDATES}
_TOTAL: Final = "total"
_ORDER: Final[dict[Sort, list[Any]]] = {
    Sort.RELEVANCE: [{"standing": "desc"}, {"name_key": "asc"}, {"slug": "asc"}],
    Sort.NAME: [{"name_key": "asc"}, {"slug": "asc"}],
    Sort.NEWEST: [{"newest": "desc"}, {"slug": "asc"}],
    Sort.VERIFIED: [{"verified": "desc"}, {"slug": "asc"}],
}


@dataclass(frozen=True, slots=True)
class _StoredRecord:
    """A record's head, the numbers of the values it carries, and its texts as JSON."""

    head: RecordHeader
    carried: bytes
    texts: bytes


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
        # As many as the last question found; 0 before the first.
        self._documents = 0
        self._terms = TermNumbers()
        self._kept: dict[str, _StoredRecord] = {}
        # The content that each record was last seen with.
        self._contents: dict[str, str] = {}

    # Reading ----------------------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        with engine_errors():
            return super().search(request)

    def state(self) -> object:
        """Others may write to the server unseen, so an answer is remembered for a second at most."""
        return (int(time.monotonic()), self._writes)

    def find(self, question: RetrievalRequest) -> RetrievalResult:
        """In as few journeys as may be: whether the index holds the words is asked together with a retrieval that takes
        them as they are; and of a small index everything is asked at once, so that nothing is left to be scored."""
        wanted = lexical_plan(question.reading)
        depth = self._documents if self._documents <= _MOST_AT_ONCE else 0
        asked = self._retrieval(wanted, question.vectors, question.grams, depth)
        held, *answers = self._ask([request_bodies.held(question.words, question.language), *asked.values()])
        self._documents = _total(held)
        told = dict(zip(asked, (_shown(answer, question.hidden) for answer in answers), strict=True))
        mending = self._mending(question, self._similar(request_bodies.lacking(question.words, held), question))
        variants = mending.variants(question.reading.last)
        if any(variants.values()):
            wanted = lexical_plan(question.reading, variants)
            told[_WORDS] = _shown(
                self._ask([request_bodies.lexical(wanted, max(depth, LEXICAL_CANDIDATES))])[0], question.hidden
            )
        if 0 < self._documents <= depth and not wanted.phrases and not wanted.excluded:
            candidates = self._retrieval_signals(told, question.vectors)
        else:
            candidates = self._scored(wanted, question.vectors, told)
        return RetrievalResult(mending, wanted, candidates)

    def retrieve(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        name_grams: Sequence[str],
        within: SearchRequest | None = None,
    ) -> Candidates:
        asked = self._retrieval(wanted, vectors, name_grams, within=within)
        answers = self._ask(list(asked.values()))
        return self._scored(wanted, vectors, dict(zip(asked, map(request_bodies.hits, answers), strict=True)))

    def _retrieval(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        name_grams: Sequence[str],
        depth: int = 0,
        within: SearchRequest | None = None,
    ) -> dict[str, dict[str, Any]]:
        """The searches that find candidates, by what they go by. depth: how many records each should tell of at least;
        all there are, or none beyond the candidates. within: only what obeys its filters."""
        limits = queries.filters(within) if within is not None else None
        asked: dict[str, dict[str, Any]] = {}
        if name_grams:
            query = queries.narrowed(queries.grams(name_grams), limits)
            asked[_NAMES] = {"query": query, "size": NAMED_CANDIDATES, **request_bodies.BARE}
        if wanted.clauses or wanted.numbers:
            asked[_WORDS] = request_bodies.lexical(wanted, max(depth, LEXICAL_CANDIDATES), limits)
        for space, vector in vectors.items():
            # With a filter that no more than `k` obey, all of them are compared, and none is missed.
            among = limits or ({"exists": {"field": "slug"}} if depth else None)
            asked[space] = request_bodies.nearest(space, vector, max(depth, NEAREST_CANDIDATES), among)
        return asked

    def _retrieval_signals(
        self, told: Mapping[str, Sequence[request_bodies.Hit]], vectors: Mapping[str, Vectors]
    ) -> Candidates:
        """From answers that tell of all records: the first of each are candidates, the others' scores are known too."""
        contents = dict(
            self._seen(hit for by, hits in told.items() for hit in hits[: _FIRST.get(by, NEAREST_CANDIDATES)])
        )
        return self._candidates(contents, told, told.get(_WORDS, ()), {space: told[space] for space in vectors})

    def _scored(
        self, wanted: LexicalPlan, vectors: Mapping[str, Vectors], told: Mapping[str, Sequence[request_bodies.Hit]]
    ) -> Candidates:
        """One more journey for the lexical scores and cosines of all that was found."""
        slugs = sorted({request_bodies.slug(hit) for hits in told.values() for hit in hits})
        if not slugs:
            return self._candidates({}, told, (), dict.fromkeys(vectors, ()))
        among = queries.slugs(slugs)
        should = [queries.clause(part) for part in wanted.clauses] + queries.numbers(wanted)
        query = {"bool": {"filter": [among, *queries.binding(wanted)], "should": should}}
        asked: list[dict[str, Any]] = [{"query": query, "size": len(slugs), **request_bodies.BARE}]
        asked += [request_bodies.nearest(space, vector, len(slugs), among) for space, vector in vectors.items()]
        lexical, *meaning = map(request_bodies.hits, self._ask(asked))
        return self._candidates(dict(self._seen(lexical)), told, lexical, dict(zip(vectors, meaning, strict=True)))

    def _candidates(
        self,
        contents: Mapping[str, str],
        told: Mapping[str, Sequence[request_bodies.Hit]],
        lexical: Sequence[request_bodies.Hit],
        meaning: Mapping[str, Sequence[request_bodies.Hit]],
    ) -> Candidates:
        """found: slug to content hash of the candidates; what ranking knows of them is read when asked for."""
        listed = list(contents.items())
        named = {request_bodies.slug(hit) for hit in told.get(_NAMES, ())}
        words = {request_bodies.slug(hit): float(hit["_score"] or 0.0) for hit in lexical}
        cosines = {}
        for space, hits in meaning.items():
            # Elasticsearch scores a cosine as (1 + cosine) / 2.
            known = {request_bodies.slug(hit): 2.0 * float(hit["_score"]) - 1.0 for hit in hits}
            cosines[space] = np.array([known.get(slug, np.nan) for slug in contents], dtype=np.float64)
        return Candidates(
            read=lambda places: self._columns_of([listed[place] for place in places.tolist()]),
            lexical=np.array([words.get(slug, 0.0) for slug in contents], dtype=np.float64),
            is_named=np.array([slug in named for slug in contents], dtype=bool),
            cosines=cosines,
        )

    def _seen(self, hits: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """Slugs and content hashes of hits, noted for whoever asks for what is stored of them next."""
        seen = [(request_bodies.slug(hit), request_bodies.content(hit)) for hit in hits]
        if len(self._contents) > _MOST_KEPT:
            self._contents = {}
        self._contents.update(seen)
        return seen

    def _columns_of(self, wanted: Sequence[tuple[str, str]]) -> CandidateColumns:
        kept = self._kept_of(wanted)
        gone = {
            slug: _StoredRecord(RecordHeader(slug, "", "", (), 0), b"", b"{}")
            for slug, _content in wanted
            if slug not in kept
        }
        return self._columns([kept.get(slug) or gone[slug] for slug, _content in wanted])

    def _columns(self, listed: Sequence[_StoredRecord]) -> CandidateColumns:
        return CandidateColumns.of([own.head for own in listed], [own.carried for own in listed], self._terms)

    def _kept_of(self, wanted: Sequence[tuple[str, str]]) -> dict[str, _StoredRecord]:
        """By slug, for slugs with their content hashes; what was deleted meanwhile is missing.

        A content hash belongs to one state of one record for ever, so what it stands for can be kept: the server would
        unpack every record's whole document for it, which took most of a query's time.
        """
        kept = self._kept
        records = {slug: kept[content] for slug, content in wanted if content in kept}
        lacking = [slug for slug, _content in wanted if slug not in records]
        if lacking:
            body = {"query": queries.slugs(lacking), "size": len(lacking), "_source": ["card", "texts", "hash"]}
            sources = [hit["_source"] for hit in request_bodies.hits(self._ask([body])[0])]
            fresh = {source["hash"]: self._keep(source) for source in sources}
            records |= {own.head.slug: own for own in fresh.values()}
            self._kept = {**kept, **fresh} if len(kept) + len(fresh) <= _MOST_KEPT else fresh
        return records

    def _keep(self, source: Mapping[str, Any]) -> _StoredRecord:
        card = source["card"]
        return _StoredRecord(
            RecordHeader.of_plain(card), self._terms.carried(card["facets"]), json.dumps(source["texts"]).encode()
        )

    def _similar(self, lacking: Sequence[str], question: RetrievalRequest) -> dict[str, list[str]]:
        """For each word those that it may be a misspelling of, and that belong to the language or to a name."""
        usual = question.usual_words
        errors = {word: allowed_errors(word, word in usual) for word in lacking}
        asked = {word: {"text": word, "term": _suggester(most)} for word, most in errors.items() if most}
        if not asked:
            return {word: [] for word in lacking}
        suggested = self._ask([{"size": 0, "suggest": asked}])[0]["suggest"]
        known = {
            word: {option["text"]: int(option["freq"]) for part in suggested[word] for option in part["options"]}
            for word in asked
        }
        others = {other: homes_of(other, question.home) for options in known.values() for other in options}
        absent = request_bodies.absent(others, self._ask([request_bodies.counted(others)])[0]) if others else []
        fits = (others.keys() - set(absent)).__contains__
        return {word: similar(word, Spellings(known.get(word, {})), fits, word in usual) for word in lacking}

    def completions(self, prefix: str, limit: int) -> list[str]:
        if len(prefix) < 2:
            return []
        terms = {"field": "spelling", "include": f"{re.escape(prefix)}.*", "size": 4 * limit}
        answer = self._ask(
            [{"size": 0, "query": {"prefix": {"spelling": prefix}}, "aggs": {"words": {"terms": terms}}}]
        )
        counted = [(bucket["key"], bucket["doc_count"]) for bucket in answer[0]["aggregations"]["words"]["buckets"]]
        counted.sort(key=lambda entry: (-entry[1], len(entry[0])))
        return [word for word, _count in counted[:limit]]

    def page(self, answer: TextRanking | None, request: SearchRequest, wanted: Window) -> HitPage:
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
            listed = {
                "query": rest,
                "size": limit,
                "from": offset,
                "sort": ["_score", {"slug": "asc"}],
                **request_bodies.BARE,
            }
            counted = {"query": query, "size": 0, "track_total_hits": True}
            asked = [listed] * (limit > 0) + [counted] * (total is None)
            answers = self._ask(asked) if asked else []
            hits = request_bodies.hits(answers[0]) if limit > 0 else []
            total = _total(answers[-1]) if total is None else total
            scores = [float(hit["_score"] or 0.0) for hit in hits]
        else:
            body = {"query": query, "size": limit, "from": offset, "sort": _ORDER[request.sort]}
            response = self._ask([body | {"track_total_hits": True} | request_bodies.BARE])[0]
            hits, total = request_bodies.hits(response), _total(response)
            scores = [0.0] * len(hits)
        slugs = (slug for slug, _content in self._seen(hits))
        return HitPage(tuple(zip(slugs, scores, strict=True)), total)

    def count(self, answers: Sequence[TextRanking | None], request: SearchRequest) -> list[Counts]:
        aggregations = {
            key: {
                "filter": queries.filters(request, key),
                "aggs": {"values": {"terms": {"field": f"facet_{key}", "size": _FACET_VALUES}}},
            }
            for key in request.facets
        }
        aggregations[_TOTAL] = {"filter": queries.filters(request)}
        bodies = [{"query": self._matching(answer), "size": 0, "aggs": aggregations} for answer in answers]
        return [_counts_of(told["aggregations"], request.facets) for told in self._ask(bodies)]

    def _matching(self, answer: TextRanking | None) -> dict[str, Any]:
        if answer is None or answer.is_open:
            return queries.everything(answer.plan if answer else None)
        parts = [queries.slugs(answer.slugs)]
        if answer.plan.clauses or answer.plan.phrases or answer.plan.excluded:
            parts.append(queries.strict(answer.plan))
        return {"bool": {"should": parts, "minimum_should_match": 1}}

    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        kept = list(self._kept_of([(slug, self._contents.get(slug, "")) for slug in slugs]).values())
        return StoredDocuments(self._columns(kept), json.loads(b"[%b]" % b",".join(own.texts for own in kept)))

    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]:
        with engine_errors():
            return suggestions(prefix, language, limit, self._by_name_prefix, self.vocabulary())

    def _by_name_prefix(self, words: Sequence[str], field: str, limit: int) -> list[RecordHeader]:
        parts: list[dict[str, Any]] = [{"term": {field: word}} for word in words[:-1]]
        parts.append({"prefix": {field: words[-1]}})
        body = {
            "query": {"bool": {"filter": parts}},
            "size": limit,
            "sort": _ORDER[Sort.RELEVANCE],
            **request_bodies.BARE,
        }
        seen = self._seen(request_bodies.hits(self._ask([body])[0]))
        kept = self._kept_of(seen)
        return [kept[slug].head for slug, _content in seen if slug in kept]

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
        with engine_errors():
            hits = scan(self._patient, index=self._alias, query={"_source": ["hash"]}, size=2000)
            return {hit["_id"]: hit["_source"]["hash"] for hit in hits}

    def health(self) -> Health:
        try:
            with engine_errors():
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
        with engine_errors():
            for target in self._targets():
                self._send(self._actions(listed, target, "index"))
        self._writes += 1
        return len(listed)

    def remove(self, slugs: Iterable[str]) -> None:
        listed = list(slugs)
        with engine_errors():
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
        with engine_errors():
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


def _suggester(errors: int) -> dict[str, Any]:
    return {
        "field": "spelling",
        "suggest_mode": "always",
        "max_edits": errors,
        "prefix_length": 0,
        "min_word_length": 3,
        "size": 24,
        "string_distance": "damerau_levenshtein",
        "accuracy": 0.3,
    }


def _shown(answer: dict[str, Any], hidden: frozenset[str]) -> Sequence[request_bodies.Hit]:
    """The hits of an answer without those that nobody may be told of."""
    return [hit for hit in request_bodies.hits(answer) if request_bodies.slug(hit) not in hidden]


def _counts_of(aggregations: dict[str, Any], keys: Sequence[str]) -> Counts:
    facets = {
        key: {bucket["key"]: bucket["doc_count"] for bucket in aggregations[key]["values"]["buckets"]} for key in keys
    }
    return Counts(facets, int(aggregations[_TOTAL]["doc_count"]))


def _total(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])
