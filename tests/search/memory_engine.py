"""A plain engine that keeps documents in memory: the port's meaning in the fewest words.

Results pages, formats and the API are tested against it, and the product's engines against the same definition
(`search.filter_semantics`). Text matches when every word is somewhere in the name, the organisation or the summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest
from pytest_django import Settings

from catalogue.models import Tool
from catalogue.records import iterate_records
from search import configured
from search.documents import SearchDocument, documents_of
from search.engines.base import Engine, Health, Hit, Match, Progress, SearchOutcome, SearchRequest, Sort, Suggestion
from search.facets import GLOBAL


class MemoryEngine(Engine):
    name = "memory"

    def __init__(self, documents: Iterable[SearchDocument] = ()) -> None:
        self.documents = {document.slug: document for document in documents}
        self.asked: list[SearchRequest] = []

    def answer_readers(self, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
        """This engine is the one that SEARCH_URL names while a test lasts."""
        settings.SEARCH_URL = "memory://"
        monkeypatch.setitem(configured._engines, settings.SEARCH_URL, self)

    def search(self, request: SearchRequest) -> SearchOutcome:
        self.asked.append(request)
        worded = [document for document in self.documents.values() if self._says(document, request.text)]
        found = [document for document in worded if self._fits(document, request)]
        found.sort(key=_order(request.sort))
        return SearchOutcome(
            hits=tuple(
                Hit(
                    document.slug,
                    1.0,
                    (Match("name", document.name),) if request.text else (),
                    is_global=self._is_only_global(document, request),
                )
                for document in found[request.offset : request.offset + request.limit]
            ),
            total=len(found),
            facets={key: self._counts(key, worded, request) for key in request.facets},
            engine=self.name,
        )

    def language_of(self, text: str, hint: str = "en") -> str:
        return hint

    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        return {slug: 1.0 for slug, document in self.documents.items() if self._says(document, text)}

    @staticmethod
    def _says(document: SearchDocument, text: str) -> bool:
        said = f"{document.name} {document.organisation} {document.summary}".casefold()
        return all(word in said for word in text.casefold().split())

    def _fits(self, document: SearchDocument, request: SearchRequest, but: str = "") -> bool:
        if document.slug in request.hidden:
            return False
        for key, values in request.filters.items():
            if key == but:
                continue
            wanted = values | {GLOBAL} if key == "region" and request.includes_global else values
            if wanted.isdisjoint(document.facets.get(key, ())):
                return False
        return all(values.isdisjoint(document.facets.get(key, ())) for key, values in request.without.items())

    @staticmethod
    def _is_only_global(document: SearchDocument, request: SearchRequest) -> bool:
        chosen = request.filters.get("region", frozenset())
        return bool(chosen) and chosen.isdisjoint(document.facets.get("region", ()))

    def _counts(self, key: str, worded: list[SearchDocument], request: SearchRequest) -> dict[str, int]:
        counts: Counter[str] = Counter()
        candidates = [document for document in worded if self._fits(document, request, but=key)]
        for document in candidates:
            counts.update(document.facets.get(key, ()))
        return dict(counts)

    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]:
        low = prefix.casefold()
        found = [d for d in self.documents.values() if d.name.casefold().startswith(low)]
        return [Suggestion("tool", d.name, d.slug) for d in sorted(found, key=lambda d: d.name)[:limit]]

    def index(self, documents: Iterable[SearchDocument]) -> int:
        new = {document.slug: document for document in documents}
        self.documents |= new
        return len(new)

    def remove(self, slugs: Iterable[str]) -> None:
        for slug in slugs:
            self.documents.pop(slug, None)

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        self.documents = {}
        return self.index(documents)

    def health(self) -> Health:
        return Health(self.name, True, len(self.documents))

    def hashes(self) -> Mapping[str, str]:
        return {slug: document.hash for slug, document in self.documents.items()}


def _order(sort: Sort):
    return {
        Sort.NEWEST: lambda document: (-document.newest, document.name),
        Sort.VERIFIED: lambda document: (-document.verified, document.name),
    }.get(sort, lambda document: document.name.casefold())


def registry_documents() -> Iterable[SearchDocument]:
    """The documents of what is in the database now."""
    return documents_of(iterate_records(Tool.objects.public().order_by("slug")))
