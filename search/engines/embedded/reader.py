"""One opened generation of the index: tantivy's searcher, the vectors' spaces, and caches that live as long."""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from search.encoder import Vectors
from search.engines.base import SearchRequest, Sort
from search.engines.embedded import queries
from search.engines.embedded.record_columns import RecordColumnFiles
from search.engines.embedded.schema import schema
from search.engines.embedded.vectors import Spaces
from search.engines.retrieval import (
    LEXICAL_CANDIDATES,
    NAMED_CANDIDATES,
    NEAREST_CANDIDATES,
    Counts,
    HitPage,
    RetrievalRequest,
    StoredDocuments,
    TextRanking,
    Window,
)
from search.engines.spelling import Spellings, similar
from search.ranking.candidate_columns import RecordHeader
from search.ranking.clauses import LexicalPlan, fields_with, homes_of
from search.ranking.fusion import Candidates

_FACET_VALUES: Final = 400
# Every document has one row.
_TOTAL: Final = "total"
_TOTAL_WANTED: Final = {"value_count": {"field": "row"}}
_ORDER: Final = {
    Sort.RELEVANCE: ("default_key", tantivy.Order.Desc),
    Sort.NAME: ("name_key", tantivy.Order.Asc),
    Sort.NEWEST: ("newest", tantivy.Order.Desc),
    Sort.VERIFIED: ("verified", tantivy.Order.Desc),
}

Rows = NDArray[np.int64]
_Hits = Sequence[tuple[Any, tantivy.DocAddress]]


class Reader:
    def __init__(self, generation: Path) -> None:
        self.generation = generation
        self._index = tantivy.Index.open(str(generation / "tantivy"))
        self._index.config_reader("manual")
        self._seen = 0
        self._spaces = Spaces(generation / "vectors")
        self._records = RecordColumnFiles(generation / "vectors")
        self._spellings = (-1, Spellings({}))
        self._lock = threading.Lock()

    def searcher(self) -> tantivy.Searcher:
        """The last commit, whichever process made it: one look at a file's time stamp a call, no waiting."""
        self.change()
        return self._index.searcher()

    def change(self) -> int:
        """A number that is another one after each commit."""
        stamp = (self.generation / "tantivy" / "meta.json").stat().st_mtime_ns
        if stamp != self._seen:
            self._index.reload()
            self._seen = stamp
        return stamp

    @property
    def documents(self) -> int:
        return self.searcher().num_docs

    # Candidates -------------------------------------------------------------------------------------------------
    def candidates(
        self,
        plan: LexicalPlan,
        vectors: Mapping[str, Vectors],
        grams: Sequence[str],
        within: SearchRequest | None = None,
        hidden: frozenset[str] = frozenset(),
    ) -> Candidates:
        searcher = self.searcher()
        limits = queries.filters(within) if within is not None else []
        among = self._rows_within(searcher, limits) if limits else None
        named = self._rows(searcher, queries.narrowed(queries.grams(grams), limits), NAMED_CANDIDATES) if grams else []
        rows = dict.fromkeys(named)
        if plan.clauses or plan.numbers:
            worded = self._rows(searcher, queries.narrowed(queries.scored(plan), limits), LEXICAL_CANDIDATES)
            rows.update(dict.fromkeys(worded))
        for row in self._nearest(vectors, among):
            rows[int(row)] = None
        return self._scored(searcher, plan, vectors, list(rows), named, hidden)

    def _rows_within(self, searcher: tantivy.Searcher, limits: Sequence[tuple[Occur, Query]]) -> Rows:
        query = queries.narrowed(Query.all_query(), list(limits))
        return np.array(self._rows(searcher, query, max(1, searcher.num_docs)), dtype=np.int64)

    def _nearest(self, vectors: Mapping[str, Vectors], among: Rows | None) -> Iterable[int]:
        for space, query in vectors.items():
            # Among them may be rows of replaced documents, which _scored leaves out; a rebuild clears them away.
            rows, _cosines = self._spaces[space].nearest(query, NEAREST_CANDIDATES, among)
            yield from rows.tolist()

    def _scored(
        self,
        searcher: tantivy.Searcher,
        plan: LexicalPlan,
        vectors: Mapping[str, Vectors],
        rows: list[int],
        named: list[int],
        hidden: frozenset[str],
    ) -> Candidates:
        """The living documents among these rows, with lexical scores and cosines."""
        parts = [(Occur.Must, queries.among(rows)), *queries.excluded(hidden)]
        parts += [(Occur.Should, queries.clause(clause)) for clause in plan.clauses] + queries.numbers(plan)
        query = Query.boolean_query(parts)
        bound = queries.binding(plan)
        if bound is not None:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(bound, 0.0))])
        hits = searcher.search(query, len(rows), count=False).hits if rows else []
        living = np.array(_rows_of(searcher, hits), dtype=np.int64)
        return Candidates(
            read=lambda places: self._records.columns(living[places].tolist()),
            lexical=np.array([score for score, _address in hits], dtype=np.float64),
            is_named=np.isin(living, named),
            cosines={space: self._spaces[space].cosines(vector, living) for space, vector in vectors.items()},
        )

    def _rows(self, searcher: tantivy.Searcher, query: Query, limit: int) -> list[int]:
        return _rows_of(searcher, searcher.search(query, limit, count=False).hits)

    # Pages and counts -------------------------------------------------------------------------------------------
    def page(self, answer: TextRanking | None, request: SearchRequest, wanted: Window) -> HitPage:
        searcher = self.searcher()
        query = queries.narrowed(self._matching(answer), queries.filters(request))
        total, offset, limit = wanted.total, wanted.offset, wanted.limit
        if total is None:
            total = int(searcher.aggregate(query, {_TOTAL: _TOTAL_WANTED})[_TOTAL]["value"])
        if limit <= 0:
            return HitPage((), total)
        if answer is not None and request.sort is Sort.RELEVANCE:
            rest = queries.narrowed(
                queries.strict(answer.plan), [*queries.filters(request), (Occur.MustNot, queries.slugs(wanted.skip))]
            )
            hits = searcher.search(rest, limit, count=False, offset=offset).hits
            slugs = self._slugs(searcher, hits)
            return HitPage(
                tuple((slug, float(score)) for slug, (score, _place) in zip(slugs, hits, strict=True)), total
            )
        field, order = _ORDER[request.sort]
        hits = searcher.search(query, limit, count=False, offset=offset, order_by_field=field, order=order).hits
        return HitPage(tuple((slug, 0.0) for slug in self._slugs(searcher, hits)), total)

    def count(self, answer: TextRanking | None, request: SearchRequest) -> Counts:
        """One aggregation for all facets without a choice of their own, one more for each that has one."""
        searcher = self.searcher()
        matching = self._matching(answer)
        chosen = [key for key in request.facets if request.filters.get(key)]
        groups = [(None, [key for key in request.facets if key not in chosen]), *((key, [key]) for key in chosen)]
        counts: dict[str, dict[str, int]] = {}
        total = 0
        for skip, keys in groups:
            if skip and not keys:
                continue
            query = queries.narrowed(matching, queries.filters(request, skip))
            wanted: dict[str, Any] = {key: {"terms": {"field": f"facet_{key}", "size": _FACET_VALUES}} for key in keys}
            result = searcher.aggregate(query, wanted if skip else {**wanted, _TOTAL: _TOTAL_WANTED})
            if skip is None:
                total = int(result[_TOTAL]["value"])
            for key in keys:
                counts[key] = {bucket["key"]: int(bucket["doc_count"]) for bucket in result[key]["buckets"]}
        return Counts({key: counts[key] for key in request.facets}, total)

    def _matching(self, answer: TextRanking | None) -> Query:
        if answer is None or answer.is_open:
            return queries.everything(answer.plan if answer else None)
        parts = [(Occur.Should, queries.slugs(answer.slugs))]
        if answer.plan.clauses or answer.plan.phrases or answer.plan.excluded:
            parts.append((Occur.Should, queries.strict(answer.plan)))
        return Query.boolean_query(parts)

    def _slugs(self, searcher: tantivy.Searcher, hits: _Hits) -> list[str]:
        return [head.slug for head in self._records.heads(_rows_of(searcher, hits))]

    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        searcher = self.searcher()
        hits = searcher.search(queries.slugs(slugs), len(slugs), count=False).hits if slugs else []
        texts = [searcher.doc(address).get_first("texts") for _score, address in hits]
        joined = b",".join(bytes(text or b"{}") for text in texts)
        return StoredDocuments(self._records.columns(_rows_of(searcher, hits)), json.loads(b"[%b]" % joined))

    def hashes(self) -> dict[str, str]:
        searcher = self.searcher()
        by_slug = {}
        for _score, address in searcher.search(Query.all_query(), max(1, searcher.num_docs), count=False).hits:
            document = searcher.doc(address)
            by_slug[str(document.get_first("slug"))] = str(document.get_first("hash"))
        return by_slug

    # Words ------------------------------------------------------------------------------------------------------
    def spellings(self) -> Spellings:
        """All words of the index as it is now."""
        searcher = self.searcher()
        with self._lock:
            if self._spellings[0] != self._seen:
                self._spellings = (self._seen, Spellings(dict(searcher.terms_with_prefix("spelling", ""))))
            return self._spellings[1]

    def unknown(self, question: RetrievalRequest) -> dict[str, list[str]]:
        """Those words, folded, that the index doesn't hold, each with similar words that it holds, best first."""
        searcher = self.searcher()
        language, usual = question.language, question.usual_words

        def holds(places: Iterable[tuple[str, str]]) -> bool:
            return any(searcher.doc_freq(field, term) for field, term in places)

        def fits(other: str) -> bool:
            return holds(homes_of(other, question.home))

        return {
            word.folded: similar(word.folded, self.spellings(), fits, word.folded in usual)
            for word in question.words
            if not holds([("spelling", word.folded), *fields_with(word, language)])
        }

    def completions(self, prefix: str, limit: int) -> list[str]:
        if len(prefix) < 2:
            return []
        counted = self.searcher().terms_with_prefix("spelling", prefix)
        counted.sort(key=lambda entry: (-entry[1], len(entry[0])))
        return [word for word, _count in counted[:limit]]

    # Completions of names ---------------------------------------------------------------------------------------
    def by_name_prefix(self, words: Sequence[str], field: str, limit: int) -> list[RecordHeader]:
        """Heads of records with all words in the field, the last of them as a beginning."""
        searcher = self.searcher()
        last = [word for word, _count in searcher.terms_with_prefix(field, words[-1], limit=64)]
        if not last:
            return []
        parts = [(Occur.Must, Query.term_query(schema(), field, word, "freq")) for word in words[:-1]]
        parts.append((Occur.Must, Query.const_score_query(Query.term_set_query(schema(), field, last), 0.0)))
        query = Query.boolean_query(parts)
        hits = searcher.search(query, limit, count=False, order_by_field="default_key").hits
        return self._records.heads(_rows_of(searcher, hits))


def _rows_of(searcher: tantivy.Searcher, hits: _Hits) -> list[int]:
    """The row of each hit, in order."""
    addresses = [address for _score, address in hits]
    return [int(row or 0) for row in searcher.fast_field_values("row", addresses)] if addresses else []
