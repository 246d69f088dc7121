"""How alike an idea and each record are, by meaning, by words and by relevance feedback, in any language.

The idea is read passage by passage (`overlap.passages`); the passage that is most like any record stands for it.

- meaning: the sentence encoder's cosine of the idea with the record's summary, in deviations from the record's cosines
  with a sample of sentences of this field in the idea's language. Summaries differ in how near they lie to a whole
  language; what is left says how much nearer this idea lies than any other sentence would.
- words: the search engine's BM25 on the idea's content words.
- feedback: what resembles the records found first, in meaning and in classification (Rocchio's relevance feedback). How
  records resemble each other has no language.

The text is encoded as a passage, which the encoder doesn't remember, and nothing here keeps or logs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from catalogue.live_records import LiveRecords
from catalogue.records import Record
from overlap.passages import passages_of
from overlap.record_vectors import Array, RecordVectors, record_vectors
from search.configured import get_engine
from search.encoder.port import Encoder
from search.engines.base import Engine, EngineError
from search.vocabulary import vocabulary_wordings

# Weights beside meaning; benchmarks/overlap.py measures them, with ideas held back too (docs/reference/overlap.md).
WORDS = 0.5
FEEDBACK = 3.0
FEEDBACK_RECORDS = 2
# Deviations from which on a record is surely like the idea.
ANCHOR = 3.0
# Without an encoder words alone must do, and are less sure.
WORDS_ALONE = 0.3


@dataclass(frozen=True, slots=True)
class SimilarityScores:
    """Arrays over the records compared. ``sure``: likeness on a scale that doesn't depend on the other records;
    ``total``: what orders them, with words and feedback. ``passage``: the part of the idea that was compared, of
    ``passages`` in all."""

    sure: Array
    total: Array
    has_meaning: bool
    passage: str = ""
    passages: int = 1


@dataclass(frozen=True, slots=True)
class Weights:
    words: float = WORDS
    feedback: float = FEEDBACK
    feedback_records: int = FEEDBACK_RECORDS


def similarity(idea: str, language: str, live: LiveRecords, weights: Weights | None = None) -> SimilarityScores:
    """How alike the idea and each record are; zeros for an empty registry."""
    vectors = record_vectors(live)
    if not len(vectors):
        return SimilarityScores(np.zeros(0), np.zeros(0), False)
    weights = weights or Weights()
    engine = get_engine()
    passages = passages_of(idea, vocabulary_wordings().lexicon)
    if vectors.model is None:
        best, by_words = _best(_by_words(passage, language, vectors, engine) for passage in passages)
        by_words = _standard(by_words)
        sure, direct = WORDS_ALONE * by_words, by_words
    else:
        model = vectors.model
        best, sure = _best(
            _by_meaning(passage, engine.language_of(passage, language), vectors, model) for passage in passages
        )
        by_words = _by_words(passages[best], language, vectors, engine)
        direct = _standard(_standard(sure) + weights.words * _standard(by_words))
    # Where nothing is really like the idea, the nearest records are no guide to others.
    trust = float(np.clip(sure.max() / ANCHOR, 0.0, 1.0))
    total = direct + trust * weights.feedback * _feedback(direct, vectors, weights.feedback_records)
    return SimilarityScores(sure, total, vectors.model is not None, passages[best], len(passages))


def _best(per_passage: Iterable[Array]) -> tuple[int, Array]:
    """The place of the passage that is most like any record, and its likeness to each."""
    listed = list(per_passage)
    place = max(range(len(listed)), key=lambda place: float(listed[place].max()))
    return place, listed[place]


def _by_meaning(idea: str, language: str, vectors: RecordVectors, model: Encoder) -> Array:
    mean, deviation = vectors.language_baseline(language)
    cosines = vectors.cosines(model.passages([idea])[0])
    return np.divide(cosines - mean, deviation, out=np.zeros_like(cosines), where=deviation > 1e-9)


def _by_words(passage: str, language: str, vectors: RecordVectors, engine: Engine) -> Array:
    """BM25 of the search engine; nothing when it can't answer, as meaning and feedback still can."""
    scores = np.zeros(len(vectors))
    try:
        by_slug = engine.lexical_scores(passage, language)
    except EngineError:
        return scores
    for slug, score in by_slug.items():
        if slug in vectors.position:
            scores[vectors.position[slug]] = score
    return scores


def _feedback(direct: Array, vectors: RecordVectors, feedback_records: int) -> Array:
    """Likeness to the records that are most like the idea: as much by what they are classed as as by meaning."""
    nearest = np.argsort(-direct, kind="stable")[:feedback_records]
    shares = np.exp(direct[nearest] - direct[nearest[0]])
    shares /= shares.sum()
    likeness = _standard(vectors.terms @ (shares @ vectors.terms[nearest]))
    described = [_centred(rows) for rows in (vectors.summaries, vectors.taglines) if rows is not None]
    if described:
        likeness = likeness + _standard(
            np.sum([_standard(rows @ (shares @ rows[nearest])) for rows in described], axis=0)
        )
    return _standard(likeness)


def _centred(rows: Array) -> Array:
    """Rows less their mean, of length 1: a sentence encoder's vectors all share one direction. Empty rows stay zero."""
    has_text = np.abs(rows).sum(axis=1, keepdims=True) > 0
    moved = np.where(has_text, rows - rows.sum(axis=0) / max(int(has_text.sum()), 1), 0.0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-9)


def _standard(values: Array) -> Array:
    """In deviations from the mean; 0 where all are the same."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros_like(values)


def records_in_order(live: LiveRecords, values: Array) -> list[tuple[Record, int]]:
    """The records, best first; equal ones by address."""
    return [(live.records[at], int(at)) for at in np.argsort(-values, kind="stable")]
