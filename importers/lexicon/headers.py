"""The words by which columns and plain answers are known, in the vocabularies' twenty languages.

``importers/data/headers.tsv`` names the record's fields, ``answers.tsv`` everything else: consent, respondents' data,
what survey tools add, yes and no. A phrase is found in a header as it stands or with other endings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from catalogue.fields import FIELDS
from importers.lexicon.concepts import SCORE, kinds_by_concept
from importers.lexicon.fields import CONSENT, PRIVATE, TECHNICAL
from importers.lexicon.wordlists import entries_of
from taxonomy.current import vocabulary_index
from text.folding import compact, plain
from text.scripts import is_unsegmented
from text.stemming import compact_stem, has_stemmer

_SHORTEST = 4
_FULL_LENGTH = 18
_CLEAR = 0.75


@dataclass(frozen=True, slots=True)
class LexiconPhrase:
    kind: str
    language: str
    plain: str
    compact: str
    stems: str
    is_unsegmented: bool


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A kind that a header seems to name: ``score`` 0..1, the phrase it was known by, and its language."""

    kind: str
    score: float
    phrase: str
    language: str


@lru_cache(maxsize=1)
def _phrases() -> tuple[LexiconPhrase, ...]:
    phrases: dict[tuple[str, str, str], LexiconPhrase] = {}
    entries = [
        *entries_of("headers.tsv"),
        *(
            (kind, lang, text)
            for kind, lang, text in entries_of("answers.tsv")
            if kind in (PRIVATE, TECHNICAL, CONSENT)
        ),
        *((name, "en", name.replace("_", " ")) for name in FIELDS if name not in ("consent", "personal_data")),
        ("id", "en", "slug"),
        ("updated_at", "en", "updated_at"),
    ]
    for kind, language, text in entries:
        key = plain(text)
        if key:
            phrases.setdefault((kind, language, key), _phrase(kind, language, text))
    return tuple(phrases.values())


def _phrase(kind: str, language: str, text: str) -> LexiconPhrase:
    words = plain(text)
    return LexiconPhrase(
        kind, language, words, compact(text), stems_of(words, language), any(is_unsegmented(char) for char in words)
    )


@lru_cache(maxsize=50_000)
def stems_of(words: str, language: str) -> str:
    if not has_stemmer(language):
        return words
    return " ".join(compact_stem(word, language) for word in words.split())


@lru_cache(maxsize=20_000)
def match_header(header: str) -> tuple[HeaderMatch, ...]:
    """The best hit of every kind, best first."""
    words = plain(header.replace("_", " "))
    if not words:
        return ()
    joined = words.replace(" ", "")
    unsegmented = any(is_unsegmented(char) for char in words)
    padded = f" {words} "
    best: dict[str, HeaderMatch] = {}
    for phrase in _phrases():
        score = 0.0
        if phrase.plain == words or phrase.compact == joined:
            score = 1.0
        elif phrase.is_unsegmented:
            if unsegmented and len(phrase.compact) >= 2 and phrase.compact in joined:
                score = _contained(3 * len(phrase.compact), 3 * len(joined))
        elif len(phrase.plain) >= _SHORTEST and f" {phrase.plain} " in padded:
            score = _contained(len(phrase.plain), len(words))
        _keep(best, phrase, score)
    if max((hit.score for hit in best.values()), default=0.0) < _CLEAR and not unsegmented:
        _add_inflected(best, words)
    for kind, language in kinds_by_concept(header).items():
        if kind not in best or best[kind].score < SCORE:
            best[kind] = HeaderMatch(kind, SCORE, words, language)
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, -len(hit.phrase), hit.kind)))


def _add_inflected(best: dict[str, HeaderMatch], words: str) -> None:
    """The same phrases with other endings (“в странах” for “страны”); dear, so only where nothing clear was found."""
    stems: dict[str, str] = {}
    is_ascii = words.isascii()
    for phrase in _phrases():
        if len(phrase.plain) <= _SHORTEST or phrase.is_unsegmented or (is_ascii and not phrase.plain.isascii()):
            continue
        if phrase.language not in stems:
            stems[phrase.language] = f" {stems_of(words, phrase.language)} "
        if f" {phrase.stems} " in stems[phrase.language]:
            _keep(best, phrase, _contained(len(phrase.plain), len(words)) - 0.04)


def _keep(best: dict[str, HeaderMatch], phrase: LexiconPhrase, score: float) -> None:
    known = best.get(phrase.kind)
    if score and (known is None or (score, len(phrase.plain)) > (known.score, len(known.phrase))):
        best[phrase.kind] = HeaderMatch(phrase.kind, round(score, 3), phrase.plain, phrase.language)


def _contained(part: int, whole: int) -> float:
    """Longer phrases say more, and so does a phrase that is most of the header."""
    return min(0.96, 0.42 + 0.27 * min(1.0, part / _FULL_LENGTH) + 0.3 * part / max(whole, part))


def match_vocabulary_labels(header: str) -> dict[str, float]:
    """{vocabulary: score} for a header that is a vocabulary's own label in some language."""
    words = plain(header)
    return {
        vocabulary.slug: 0.97
        for vocabulary in vocabulary_index().vocabularies.values()
        if any(plain(label) == words for label in vocabulary.labels.values())
    }
