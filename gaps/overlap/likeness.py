"""How alike an idea and each record are, by meaning and by words, in any language.

Three signals, each put on the scale of how unusual it is among all records (deviations from their mean):

- meaning: the sentence encoder, on the record's own text and on its taglines in the idea's language and in English;
  for the idea as a whole and for each of its sentences, since one sentence often carries one part of the idea;
- words: the search engine's BM25 on the idea's content words;
- company: what resembles the records found first, in meaning and in classification (Rocchio's relevance feedback). An
  idea in Hindi lies nearer to some records by language alone; how records resemble each other has no language.

The text is encoded as a passage, which the encoder doesn't remember, and nothing here keeps or logs it.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from catalogue.records import Record
from gaps.registry import State
from search.documents import SearchDocument, documents_of
from search.encoder import encoder
from search.encoder.port import Encoder
from search.encoder.spaces import RECORD, tagline_space, texts_of
from search.encoder.store import VectorStore, restore
from search.engines import EngineError, get_engine
from search.engines.fallback import FallbackEngine
from search.engines.ranked import RankedEngine
from search.languages import INDEXED
from search.ranking.clauses import plan
from search.ranking.reading import read
from search.vocabulary import words

Array = NDArray[np.float64]

LONGEST_IDEA = 5_000
MOST_SENTENCES = 6
SHORTEST_SENTENCE = 15
CLASSIFYING = ("tool_type", "exploitation", "target_user", "technology", "infrastructure", "pillar")

# Weights, searched for on the judged development ideas and rounded, with no ideas held back; see
# docs/reference/overlap.md.
SENTENCES = 0.5
WORDS = 0.3
COMPANY = 1.5
COMPANIONS = 2
ENGLISH_TAGLINE = 0.5
# Deviations from which on a record is surely like the idea.
ANCHOR = 4.0

_SENTENCE_END = re.compile(r"(?<=[.!?।。؟;])\s+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Arrays over the state's records. ``direct``: by meaning and words alone; ``total``: with the company."""

    direct: Array
    total: Array
    has_meaning: bool


class Shelf:
    """All records as vectors and as weighted terms, made once for each state of the registry."""

    def __init__(self, state: State, model: Encoder | None) -> None:
        self.slugs = [record.slug for record in state.records]
        self.position = {slug: at for at, slug in enumerate(self.slugs)}
        self.model = model
        documents = list(documents_of(state.records, words()))
        self.spaces: dict[str, Array] = {}
        if model is not None:
            store = VectorStore(Path(settings.VAR_DIR) / "overlap" / "vectors.bin")
            texts = [texts_of(document) for document in documents]
            for space in (RECORD, *(tagline_space(language) for language in INDEXED)):
                vectors = store.quantised([text.get(space, "") for text in texts], model)
                self.spaces[space] = restore(vectors).astype(np.float64)
        self.terms = _weighted_terms(documents)

    def __len__(self) -> int:
        return len(self.slugs)


_lock = threading.Lock()
_shelf: tuple[tuple[str, str], Shelf] | None = None


def shelf_of(state: State) -> Shelf:
    global _shelf
    model = encoder()
    key = (state.stamp, model.name if model is not None else "")
    with _lock:
        if _shelf is None or _shelf[0] != key:
            _shelf = (key, Shelf(state, model))
        return _shelf[1]


def likeness(idea: str, language: str, state: State) -> Likeness:
    """How alike the idea and each record of the state are; zeros for an empty registry."""
    shelf = shelf_of(state)
    if not len(shelf):
        return Likeness(np.zeros(0), np.zeros(0), False)
    reading = read(idea, language, words().lexicon)
    direct = WORDS * _standard(_by_words(idea, language, shelf))
    if shelf.model is not None:
        direct = direct + _by_meaning(idea, reading.field_language, shelf)
    # Where nothing is really like the idea, the nearest records are no guide to others.
    trust = float(np.clip(direct.max() / ANCHOR, 0.0, 1.0))
    return Likeness(direct, direct + trust * COMPANY * _company(direct, shelf), shelf.model is not None)


def sentences(idea: str) -> list[str]:
    """The parts of an idea worth reading alone; none when it is one sentence."""
    parts = [part.strip() for part in _SENTENCE_END.split(idea)]
    parts = [part for part in parts if len(part) >= SHORTEST_SENTENCE][:MOST_SENTENCES]
    return parts if len(parts) > 1 else []


def _by_meaning(idea: str, language: str, shelf: Shelf) -> Array:
    assert shelf.model is not None  # noqa: S101 — said to the type checker; the caller looked
    vectors = shelf.model.passages([idea, *sentences(idea)]).astype(np.float64)
    found = np.zeros(len(shelf))
    weighted = 0.0
    weights = {RECORD: 1.0, tagline_space(language): 1.0}
    weights.setdefault(tagline_space("en"), ENGLISH_TAGLINE)
    for space, weight in weights.items():
        cosines = shelf.spaces[space] @ vectors.T
        has_text = np.abs(shelf.spaces[space]).sum(axis=1) > 0
        parts = np.stack([_standard(cosines[:, at], has_text) for at in range(cosines.shape[1])])
        whole = parts[0] + (SENTENCES * parts[1:].mean(axis=0) if len(parts) > 1 else 0.0)
        found += weight * _standard(whole, has_text)
        weighted += weight
    return found / weighted


def _by_words(idea: str, language: str, shelf: Shelf) -> Array:
    """BM25 of the search engine; nothing when it can't answer, as meaning and company still can."""
    scores = np.zeros(len(shelf))
    engine = get_engine()
    if isinstance(engine, FallbackEngine):
        engine = engine.beside  # asked for words only, which needs no server
    if not isinstance(engine, RankedEngine):
        return scores
    reading = read(idea, language, words().lexicon)
    try:
        candidates = engine.retrieve(plan(reading, {}), {}, [])
    except EngineError:
        return scores
    for candidate in candidates:
        if candidate.slug in shelf.position:
            scores[shelf.position[candidate.slug]] = candidate.lexical
    return scores


def _company(direct: Array, shelf: Shelf) -> Array:
    nearest = np.argsort(-direct, kind="stable")[:COMPANIONS]
    weights = np.exp(direct[nearest] - direct[nearest[0]])
    weights /= weights.sum()
    found = _standard(_alike(shelf.terms, nearest, weights))
    if shelf.spaces:
        meaning = sum(
            _standard(_alike(shelf.spaces[space], nearest, weights)) for space in (RECORD, tagline_space("en"))
        )
        found = found + _standard(np.asarray(meaning))
    return found


def _alike(rows: Array, nearest: NDArray[np.intp], weights: Array) -> Array:
    centre = weights @ rows[nearest]
    length = float(np.linalg.norm(centre))
    return np.asarray(rows @ (centre / length) if length else np.zeros(len(rows)))


def _weighted_terms(documents: list[SearchDocument]) -> Array:
    """Records by terms, rarer terms weighing more (log of how many records carry one), rows of length 1."""
    names: dict[tuple[str, str], int] = {}
    carried = [
        [names.setdefault((key, slug), len(names)) for key in CLASSIFYING for slug in document.facets.get(key, ())]
        for document in documents
    ]
    table = np.zeros((len(documents), max(len(names), 1)))
    for row, columns in enumerate(carried):
        table[row, columns] = 1.0
    table *= np.log(len(documents) / np.maximum(table.sum(axis=0), 1.0))
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)


def _standard(values: Array, counted: NDArray[np.bool_] | None = None) -> Array:
    """In deviations from the mean; 0 for those that are not counted, and where all are the same."""
    chosen = values if counted is None else values[counted]
    if not chosen.size:
        return np.zeros_like(values)
    spread = float(chosen.std())
    found = (values - chosen.mean()) / spread if spread > 1e-12 else np.zeros_like(values)
    return found if counted is None else np.where(counted, found, 0.0)


def records_in_order(state: State, values: Array) -> list[tuple[Record, int]]:
    """The state's records, best first; equal ones by address."""
    return [(state.records[at], int(at)) for at in np.argsort(-values, kind="stable")]
