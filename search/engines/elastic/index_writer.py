"""Writes to the server: changes to the serving index and to one that is being built, and the swap between them."""

import itertools
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from search.documents import SearchDocument
from search.encoder import encoder
from search.encoder.spaces import SPACES, texts_of
from search.encoder.store import Quantised, VectorStore
from search.engines.base import EngineError, Progress
from search.engines.elastic.mapping import RecordDocument, body_of

_log = logging.getLogger("search.elasticsearch")
_BATCH: Final = 200


class IndexWriter:
    """Writes to the alias `prefix`, and to `prefix-next` while an index has that alias.

    client: of a reader's patience, for the question whether the server is there at all; patient: for the writing.
    """

    def __init__(self, client: Elasticsearch, patient: Elasticsearch, prefix: str, store: VectorStore) -> None:
        self._client, self._patient = client, patient
        self._alias = prefix
        self._next = f"{prefix}-next"
        self._store = store

    def index(self, documents: Sequence[SearchDocument]) -> int:
        for target in self._targets():
            self._send(self._actions(documents, target, "index"))
        return len(documents)

    def remove(self, slugs: Sequence[str]) -> None:
        for target in self._targets():
            if target == self._next:
                # A grave in the index being built keeps the build, which may hold an older state, from adding it.
                actions = [_action("index", target, slug, {"is_removed": "yes"}) for slug in slugs]
            else:
                actions = [{"_op_type": "delete", "_index": target, "_id": slug} for slug in slugs]
            self._send(actions, ignored=(404,))

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
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


def _action(kind: str, target: str, slug: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"_op_type": kind, "_index": target, "_id": slug, "_source": body}
