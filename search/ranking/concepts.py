"""Finds the terms that a query speaks of: labels and synonyms of all vocabularies, countries and languages, in any
language.

A wording is found when its stems follow each other in the query; in scripts without word spaces, when it is part of the
text. The longest wording wins over those inside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from search.facets import BY_KEY
from search.languages import INDEXED
from search.negation import all_rules, parts_of
from search.ranking.query_parser import ParsedText, QueryWord
from search.ranking.scopes import aligned
from search.vocabulary import VocabularyWordings
from text import fold, stems
from text.scripts import UNSPACED, script_of

_LONGEST: Final = 6
# A term is read as surely as its wording is long and its kind is plain; a synonym says a little less than the label.
_SYNONYM: Final = 0.9
_OTHER_LANGUAGE: Final = 0.8


@dataclass(frozen=True, slots=True)
class DetectedTerm:
    """A part of the text that was understood as a term: it can be offered as the filter `key=value`."""

    key: str
    value: str
    phrase: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A facet value that the words `first` to `last` (exclusive) of the query speak of, `plain[start:end]`.

    also: values that answer as well. is_need: said of what somebody has or lacks, so that a tool that asks for more
    doesn't serve. is_denied: "not for the police"; such a concept is no reading.
    """

    key: str
    value: str
    phrase: str
    confidence: float
    first: int
    last: int
    start: int = 0
    end: int = 0
    also: tuple[str, ...] = ()
    is_need: bool = False
    is_denied: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        return (self.value, *self.also)

    def detected(self) -> DetectedTerm:
        return DetectedTerm(self.key, self.value, self.phrase, round(self.confidence, 3))


@dataclass(frozen=True, slots=True)
class _Meaning:
    key: str
    value: str
    is_label: bool
    folded: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Words for something that people have or lack (`search.negation`), `plain[start:end]`."""

    name: str
    start: int
    end: int


class ConceptIndex:
    """All wordings by their stems, for each language; and those of unspaced scripts as text."""

    def __init__(self, vocabulary: VocabularyWordings) -> None:
        self.vocabulary = vocabulary
        self._spaced: dict[str, dict[tuple[str, ...], list[_Meaning]]] = {code: defaultdict(list) for code in INDEXED}
        self._unspaced: dict[str, dict[str, list[_Meaning]]] = {code: defaultdict(list) for code in INDEXED}
        for wording in vocabulary.wordings:
            if wording.language not in self._spaced:
                continue
            folded = fold(wording.text)
            meaning = _Meaning(wording.key, wording.value, wording.is_label, folded)
            if folded and script_of(folded[0]) in UNSPACED:
                self._unspaced[wording.language][folded].append(meaning)
                continue
            key = tuple(stems(wording.text, wording.language))
            # "no", "known", "study" alone speak of nothing in particular; "no victim data" does.
            if len(key) == 1 and BY_KEY[wording.key].is_vague:
                continue
            if 0 < len(key) <= _LONGEST:
                self._spaced[wording.language][key].append(meaning)

    def candidates(self, reading: ParsedText) -> list[Concept]:
        """Everything that the text may speak of, as it lies there: also what it denies, and wordings that overlap."""
        return [*self._runs(reading), *self._pairs(reading)]

    def things(self, reading: ParsedText, language: str) -> list[Thing]:
        """Words for things that people have or lack, as one language has them."""
        table = _things(language)
        if any(word.is_group for word in reading.all_words):
            text = aligned(reading.plain)
            return [
                Thing(name, start, start + len(phrase))
                for phrase, name in table.unspaced.items()
                for start in _places(text, phrase)
            ]
        things = []
        words = reading.all_words
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _LONGEST) + 1):
                name = table.name_of(words[first:last], reading.field_language)
                if name:
                    things.append(Thing(name, words[first].start, words[last - 1].end))
        return things

    def _pairs(self, reading: ParsedText) -> Iterator[Concept]:
        content = set(reading.words)
        for language in dict.fromkeys((reading.field_language, "en")):
            sequence = [word.english if language == "en" else word.own for word in reading.all_words]
            table = self._spaced[language]
            weight = 1.0 if language == reading.field_language else _OTHER_LANGUAGE
            for first in range(len(sequence)):
                for last in range(first + 1, min(len(sequence), first + _LONGEST) + 1):
                    span = reading.all_words[first:last]
                    if not any(word in content for word in span):
                        continue
                    for meaning in _plainest(table.get(tuple(sequence[first:last]), ()), span):
                        yield _concept(meaning, span, first, last, weight)

    def _runs(self, reading: ParsedText) -> Iterator[Concept]:
        table = self._unspaced.get(reading.field_language)
        if not table:
            return
        text = aligned(reading.plain)
        for wording, meanings in table.items():
            for start in _places(text, wording) if len(wording) > 1 else ():
                end = start + len(wording)
                for meaning in meanings:
                    confidence = (1.0 if meaning.is_label else _SYNONYM) * min(1.0, 0.5 + len(wording) / 8)
                    # Places in an unspaced text are letters; they only have to be told apart from words.
                    yield Concept(meaning.key, meaning.value, wording, confidence, 1000 + start, 1000 + end, start, end)


def _plainest(meanings: Sequence[_Meaning], span: tuple[QueryWord, ...]) -> Sequence[_Meaning]:
    """Of several meanings those worded just so: "Nepal" is the country, though its stem is also the language's."""
    if len(meanings) < 2:
        return meanings
    said = " ".join(word.folded for word in span)
    return [meaning for meaning in meanings if meaning.folded == said] or meanings


def _concept(meaning: _Meaning, span: tuple[QueryWord, ...], first: int, last: int, weight: float) -> Concept:
    confidence = weight * (1.0 if meaning.is_label else _SYNONYM) * min(1.0, 0.7 + 0.15 * (last - first))
    phrase = " ".join(word.typed for word in span)
    return Concept(meaning.key, meaning.value, phrase, confidence, first, last, span[0].start, span[-1].end)


def strongest(concepts: Iterable[Concept]) -> list[Concept]:
    """Each value once, strongest first; of overlapping wordings the longer only."""
    taken: dict[int, tuple[int, int]] = {}
    by_term: dict[tuple[str, str], Concept] = {}
    for concept in sorted(concepts, key=lambda concept: (-(concept.last - concept.first), -concept.confidence)):
        span = (concept.first, concept.last)
        if any(taken.get(place, span) != span for place in range(*span)):
            continue
        taken.update(dict.fromkeys(range(*span), span))
        known = by_term.get((concept.key, concept.value))
        if known is None or known.confidence < concept.confidence:
            by_term[concept.key, concept.value] = concept
    return sorted(by_term.values(), key=lambda concept: -concept.confidence)


def _places(text: str, phrase: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        yield start
        start = text.find(phrase, start + 1)


class _Things:
    """A language's words for things, by folded words, by stems, and as text."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.folded: dict[tuple[str, ...], str] = {}
        self.stemmed: dict[tuple[str, ...], str] = {}
        self.unspaced: dict[str, str] = {}
        for name, phrases in all_rules()[language].classes.items():
            for phrase in phrases:
                parts = parts_of(phrase)
                if script_of(fold(phrase)[0]) in UNSPACED:
                    self.unspaced[parts[0]] = name
                else:
                    self.folded[parts] = name
                    self.stemmed[tuple(stems(phrase, language))] = name

    def name_of(self, words: Sequence[QueryWord], field_language: str) -> str:
        name = self.folded.get(tuple(word.folded for word in words), "")
        if not name and field_language == self.language:
            name = self.stemmed.get(tuple(word.own for word in words), "")
        return name


@cache
def _things(language: str) -> _Things:
    return _Things(language)


_made: WeakKeyDictionary[VocabularyWordings, ConceptIndex] = WeakKeyDictionary()


def concept_index(vocabulary: VocabularyWordings) -> ConceptIndex:
    """Made once for each state of the vocabularies (about half a second)."""
    made = _made.get(vocabulary)
    if made is None:
        made = _made[vocabulary] = ConceptIndex(vocabulary)
    return made
