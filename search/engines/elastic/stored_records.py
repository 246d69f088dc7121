"""What the server stores of records, kept in this process by the hash of their content."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search.engines.elastic import queries, request_bodies
from search.engines.retrieval import StoredDocuments
from search.ranking.candidate_columns import CandidateColumns, RecordHeader, TermNumbers

_MOST_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record's head, the numbers of the values it carries, and its texts as JSON."""

    head: RecordHeader
    carried: bytes
    texts: bytes


class StoredRecords:
    """``ask`` sends several searches in one journey."""

    def __init__(self, ask: Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        self._ask = ask
        self._terms = TermNumbers()
        self._kept: dict[str, StoredRecord] = {}
        # The content that each record was last seen with.
        self._contents: dict[str, str] = {}

    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        records = list(self._kept_of([(slug, self._contents.get(slug, "")) for slug in slugs]).values())
        return StoredDocuments(self._columns(records), json.loads(b"[%b]" % b",".join(own.texts for own in records)))

    def heads(self, wanted: Sequence[tuple[str, str]]) -> list[RecordHeader]:
        """Of slugs with their content hashes, in this order, as far as they are still there."""
        records = self._kept_of(wanted)
        return [records[slug].head for slug, _content in wanted if slug in records]

    def seen(self, hits: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """Slugs and content hashes of hits, noted for whoever asks for what is stored of them next."""
        seen = [(request_bodies.slug(hit), request_bodies.content(hit)) for hit in hits]
        if len(self._contents) > _MOST_KEPT:
            self._contents = {}
        self._contents.update(seen)
        return seen

    def columns_of(self, wanted: Sequence[tuple[str, str]]) -> CandidateColumns:
        records = self._kept_of(wanted)
        gone = {
            slug: StoredRecord(RecordHeader(slug, "", "", (), 0), b"", b"{}")
            for slug, _content in wanted
            if slug not in records
        }
        return self._columns([records.get(slug) or gone[slug] for slug, _content in wanted])

    def _columns(self, listed: Sequence[StoredRecord]) -> CandidateColumns:
        return CandidateColumns.of([own.head for own in listed], [own.carried for own in listed], self._terms)

    def _kept_of(self, wanted: Sequence[tuple[str, str]]) -> dict[str, StoredRecord]:
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

    def _keep(self, source: Mapping[str, Any]) -> StoredRecord:
        card = source["card"]
        return StoredRecord(
            RecordHeader.of_plain(card), self._terms.carried(card["facets"]), json.dumps(source["texts"]).encode()
        )
