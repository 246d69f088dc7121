"""The Elasticsearch engine: candidates, pages and counts from a server; the ranking is the same as everywhere."""

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from elasticsearch.helpers import scan

from search.documents import SearchDocument
from search.encoder import Vectors
from search.encoder.store import VectorStore
from search.engines.base import EngineError, Health, Progress, SearchOutcome, SearchRequest, Sort, Suggestion
from search.engines.elastic import queries, request_bodies
from search.engines.elastic.connection import Address, connect, engine_errors
from search.engines.elastic.index_writer import IndexWriter
from search.engines.elastic.stored_records import StoredRecords
from search.engines.ranked import RankedEngine
from search.engines.retrieval import (
    LEXICAL_CANDIDATES,
    NAMED_CANDIDATES,
    NEAREST_CANDIDATES,
    Counts,
    HitPage,
    RetrievalRequest,
    RetrievalResult,
    StoredDocuments,
    TextRanking,
    Window,
)
from search.engines.spelling import Spellings, allowed_errors, similar
from search.engines.suggesting import suggestions
from search.ranking.candidate_columns import RecordHeader
from search.ranking.clauses import LexicalPlan, homes_of, lexical_plan
from search.ranking.fusion import Candidates

_FACET_VALUES: Final = 400
_BUILDING_SECONDS: Final = 60.0
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


class ElasticsearchEngine(RankedEngine):
    """Serves the alias `prefix`; while an index is being built it has the alias `prefix-next`, and changes go to
    both."""

    name = "elasticsearch"

    def __init__(self, address: Address, store: VectorStore) -> None:
        super().__init__()
        self._client = connect(address)
        self._patient = self._client.options(request_timeout=_BUILDING_SECONDS)
        self._alias = address.prefix
        self._writer = IndexWriter(self._client, self._patient, address.prefix, store)
        self._writes = 0
        # As many as the last question found; 0 before the first.
        self._documents = 0
        self._records = StoredRecords(lambda bodies: self._ask(bodies))

    # Reading ----------------------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        with engine_errors():
            return super().search(request)

    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        with engine_errors():
            return super().lexical_scores(text, hint)

    def state(self) -> object:
        """Others may write to the server unseen, so an answer is remembered for a second at most."""
        return (int(time.monotonic()), self._writes)

    def find(self, question: RetrievalRequest) -> RetrievalResult:
        """In as few journeys as may be: whether the index holds the words is asked together with a retrieval that takes
        them as they are; and of a small index everything is asked at once, so that nothing is left to be scored."""
        wanted = lexical_plan(question.reading)
        depth = self._documents if self._documents <= _MOST_AT_ONCE else 0
        searches = self._retrieval(wanted, question.vectors, question.grams, depth)
        held, *answers = self._ask([request_bodies.held(question.words, question.language), *searches.values()])
        self._documents = _total(held)
        hits_by_search = dict(zip(searches, (_shown(answer, question.hidden) for answer in answers), strict=True))
        mending = self._mending(question, self._similar(request_bodies.lacking(question.words, held), question))
        variants = mending.variants(question.reading.last)
        if any(variants.values()):
            wanted = lexical_plan(question.reading, variants)
            hits_by_search[_WORDS] = _shown(
                self._ask([request_bodies.lexical(wanted, max(depth, LEXICAL_CANDIDATES))])[0], question.hidden
            )
        if 0 < self._documents <= depth and not wanted.phrases and not wanted.excluded:
            candidates = self._retrieval_signals(hits_by_search, question.vectors)
        else:
            candidates = self._scored(wanted, question.vectors, hits_by_search)
        return RetrievalResult(mending, wanted, candidates)

    def retrieve(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        name_grams: Sequence[str],
        within: SearchRequest | None = None,
    ) -> Candidates:
        searches = self._retrieval(wanted, vectors, name_grams, within=within)
        answers = self._ask(list(searches.values()))
        return self._scored(wanted, vectors, dict(zip(searches, map(request_bodies.hits, answers), strict=True)))

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
        searches: dict[str, dict[str, Any]] = {}
        if name_grams:
            query = queries.narrowed(queries.grams(name_grams), limits)
            searches[_NAMES] = {"query": query, "size": NAMED_CANDIDATES, **request_bodies.BARE}
        if wanted.clauses or wanted.numbers:
            searches[_WORDS] = request_bodies.lexical(wanted, max(depth, LEXICAL_CANDIDATES), limits)
        for space, vector in vectors.items():
            # With a filter that no more than `k` obey, all of them are compared, and none is missed.
            among = limits or ({"exists": {"field": "slug"}} if depth else None)
            searches[space] = request_bodies.nearest(space, vector, max(depth, NEAREST_CANDIDATES), among)
        return searches

    def _retrieval_signals(
        self, hits_by_search: Mapping[str, Sequence[request_bodies.Hit]], vectors: Mapping[str, Vectors]
    ) -> Candidates:
        """From answers that tell of all records: the first of each are candidates, the others' scores are known too."""
        contents = dict(
            self._records.seen(
                hit for by, hits in hits_by_search.items() for hit in hits[: _FIRST.get(by, NEAREST_CANDIDATES)]
            )
        )
        return self._candidates(
            contents,
            hits_by_search,
            hits_by_search.get(_WORDS, ()),
            {space: hits_by_search[space] for space in vectors},
        )

    def _scored(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        hits_by_search: Mapping[str, Sequence[request_bodies.Hit]],
    ) -> Candidates:
        """One more journey for the lexical scores and cosines of all that was found."""
        slugs = sorted({request_bodies.slug(hit) for hits in hits_by_search.values() for hit in hits})
        if not slugs:
            return self._candidates({}, hits_by_search, (), dict.fromkeys(vectors, ()))
        among = queries.slugs(slugs)
        should = [queries.clause(part) for part in wanted.clauses] + queries.numbers(wanted)
        query = {"bool": {"filter": [among, *queries.binding(wanted)], "should": should}}
        searches: list[dict[str, Any]] = [{"query": query, "size": len(slugs), **request_bodies.BARE}]
        searches += [request_bodies.nearest(space, vector, len(slugs), among) for space, vector in vectors.items()]
        lexical, *meaning = map(request_bodies.hits, self._ask(searches))
        return self._candidates(
            dict(self._records.seen(lexical)), hits_by_search, lexical, dict(zip(vectors, meaning, strict=True))
        )

    def _candidates(
        self,
        contents: Mapping[str, str],
        hits_by_search: Mapping[str, Sequence[request_bodies.Hit]],
        lexical: Sequence[request_bodies.Hit],
        meaning: Mapping[str, Sequence[request_bodies.Hit]],
    ) -> Candidates:
        """contents: slug to content hash of the candidates; what ranking knows of them is read when asked for."""
        listed = list(contents.items())
        named = {request_bodies.slug(hit) for hit in hits_by_search.get(_NAMES, ())}
        words = {request_bodies.slug(hit): float(hit["_score"] or 0.0) for hit in lexical}
        cosines = {}
        for space, hits in meaning.items():
            # Elasticsearch scores a cosine as (1 + cosine) / 2.
            known = {request_bodies.slug(hit): 2.0 * float(hit["_score"]) - 1.0 for hit in hits}
            cosines[space] = np.array([known.get(slug, np.nan) for slug in contents], dtype=np.float64)
        return Candidates(
            read=lambda places: self._records.columns_of([listed[place] for place in places.tolist()]),
            lexical=np.array([words.get(slug, 0.0) for slug in contents], dtype=np.float64),
            is_named=np.array([slug in named for slug in contents], dtype=bool),
            cosines=cosines,
        )

    def _similar(self, lacking: Sequence[str], question: RetrievalRequest) -> dict[str, list[str]]:
        """For each word those that it may be a misspelling of, and that belong to the language or to a name."""
        usual = question.usual_words
        errors = {word: allowed_errors(word, word in usual) for word in lacking}
        suggesters = {word: {"text": word, "term": _suggester(most)} for word, most in errors.items() if most}
        if not suggesters:
            return {word: [] for word in lacking}
        suggested = self._ask([{"size": 0, "suggest": suggesters}])[0]["suggest"]
        known = {
            word: {option["text"]: int(option["freq"]) for part in suggested[word] for option in part["options"]}
            for word in suggesters
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
            bodies = []
            if limit > 0:
                bodies.append(listed)
            if total is None:
                bodies.append(counted)
            responses = self._ask(bodies)
            hits = request_bodies.hits(responses[0]) if limit > 0 else []
            if total is None:
                total = _total(responses[-1])
            scores = [float(hit["_score"] or 0.0) for hit in hits]
        else:
            body = {"query": query, "size": limit, "from": offset, "sort": _ORDER[request.sort]}
            response = self._ask([body | {"track_total_hits": True} | request_bodies.BARE])[0]
            hits, total = request_bodies.hits(response), _total(response)
            scores = [0.0] * len(hits)
        slugs = (slug for slug, _content in self._records.seen(hits))
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
        return [_counts_of(response["aggregations"], request.facets) for response in self._ask(bodies)]

    def _matching(self, answer: TextRanking | None) -> dict[str, Any]:
        if answer is None or answer.is_open:
            return queries.everything(answer.plan if answer else None)
        parts = [queries.slugs(answer.slugs)]
        if answer.plan.clauses or answer.plan.phrases or answer.plan.excluded:
            parts.append(queries.strict(answer.plan))
        return {"bool": {"should": parts, "minimum_should_match": 1}}

    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        return self._records.stored(slugs)

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
        seen = self._records.seen(request_bodies.hits(self._ask([body])[0]))
        return self._records.heads(seen)

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
        with engine_errors():
            count = self._writer.index(list(documents))
        self._writes += 1
        return count

    def remove(self, slugs: Iterable[str]) -> None:
        with engine_errors():
            self._writer.remove(list(slugs))
        self._writes += 1

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        with engine_errors():
            count = self._writer.rebuild(documents, progress)
        self._writes += 1
        return count

    def close(self) -> None:
        self._client.close()


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
