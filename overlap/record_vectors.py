"""All public records as vectors and as weighted terms, made once for each state of the registry."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from catalogue.live_records import LiveRecords
from search.documents import SearchDocument, documents_of
from search.encoder import encoder
from search.encoder.background import SAMPLE
from search.encoder.port import Encoder, Vectors
from search.encoder.spaces import tagline_space, texts_of
from search.encoder.store import VectorStore, restore
from search.vocabulary import vocabulary_wordings

Array = NDArray[np.float64]

# Vectors of the starting data's summaries, so that the first idea isn't kept waiting for 385 of them.
SHIPPED: Final = Path(__file__).resolve().parent / "data" / "summaries.bin"
CLASSIFYING: Final = ("tool_type", "exploitation", "target_user", "technology", "infrastructure", "pillar")


class RecordVectors:
    """``summaries`` and ``taglines`` (English) are (records, 384), a row without text is zero; both are None where
    there is no encoder. ``terms`` is (records, terms), rarer terms weighing more, rows of length 1."""

    def __init__(self, live: LiveRecords, model: Encoder | None) -> None:
        self.slugs = [record.slug for record in live.records]
        self.position = {slug: at for at, slug in enumerate(self.slugs)}
        self.model = model
        documents = list(documents_of(live.records, vocabulary_wordings()))
        self.terms = weighted_terms(documents)
        self.summaries: Array | None = None
        self.taglines: Array | None = None
        self._usual: dict[str, tuple[Array, Array]] = {}
        if model is not None and documents:
            folder = Path(settings.VAR_DIR) / "overlap"
            self.summaries = _vectors(
                [summary_text(document) for document in documents],
                model,
                VectorStore(folder / "summaries.bin", SHIPPED),
            )
            english = tagline_space("en")
            self.taglines = _vectors(
                [texts_of(document).get(english, "") for document in documents],
                model,
                VectorStore(folder / "vectors.bin"),
            )

    def __len__(self) -> int:
        return len(self.slugs)

    def cosines(self, vector: Vectors) -> Array:
        """Of a text's vector with each summary; zeros where there is no encoder."""
        return np.zeros(len(self)) if self.summaries is None else self.summaries @ vector.astype(np.float64)

    def language_baseline(self, language: str) -> tuple[Array, Array]:
        """Mean and deviation of each summary's cosines with sentences of the field in a language, shape (records,).

        A summary that is near to all of French is near to a French idea for its language alone. The sample holds
        taglines of the starting data, also those of some records themselves; each record's nearest is left out.
        """
        if self.summaries is None:
            return np.zeros(len(self)), np.zeros(len(self))
        if language not in self._usual:
            cosines = np.sort(self.summaries @ _sample(language).T, axis=1)[:, :-1]
            self._usual[language] = cosines.mean(axis=1), cosines.std(axis=1)
        return self._usual[language]


@cache
def _sample(language: str) -> Array:
    with np.load(SAMPLE) as arrays:
        return restore(arrays[tagline_space(language)]).astype(np.float64)


_lock = threading.Lock()
_latest: tuple[tuple[str, str], RecordVectors] | None = None


def record_vectors(live: LiveRecords) -> RecordVectors:
    global _latest
    model = encoder()
    key = (live.stamp, model.name if model is not None else "")
    with _lock:
        if _latest is None or _latest[0] != key:
            _latest = (key, RecordVectors(live, model))
        return _latest[1]


def summary_text(document: SearchDocument) -> str:
    """What is compared with an idea: a description with a description. Names, places and labels would only blur it."""
    return document.summary or document.taglines.get("en") or document.name


def _vectors(texts: list[str], model: Encoder, store: VectorStore) -> Array:
    return restore(store.quantised(texts, model)).astype(np.float64)


def weighted_terms(documents: list[SearchDocument]) -> Array:
    """Each term weighs the log of how many records carry one that does; the first type of tool counts as a term more.

    The first type is what a tool is; the others are what it also does.
    """
    names: dict[tuple[str, str], int] = {}
    carried = []
    for document in documents:
        terms = [(key, slug) for key in CLASSIFYING for slug in document.facets.get(key, ())]
        terms += [("first_type", slug) for slug in document.facets.get("tool_type", ())[:1]]
        carried.append([names.setdefault(term, len(names)) for term in terms])
    table = np.zeros((len(documents), max(len(names), 1)))
    for row, columns in enumerate(carried):
        table[row, columns] = 1.0
    table *= np.log(len(documents) / np.maximum(table.sum(axis=0), 1.0))
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)
