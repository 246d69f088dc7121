"""How far a negator of a query reaches: "without a phone or internet" denies two things, "not only for police" none.

A negator denies the first thing that is recognised in its direction, with the words before that; where none is, the
next word or two. A link ("or") carries it on to another thing of the same kind. Light words are passed over, a stop, a
sentence's mark or a function word after what is denied ends it. Places are those in the reading's plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from search.negation import Negator, Rules, all_rules
from search.ranking.query_parser import ParsedText
from text import fold, languages_of
from text.function_words import is_function_word
from text.scripts import UNSPACED, script_of

# Words (letters, in a script without word spaces) that are denied where nothing is recognised.
_MOST_WORDS: Final = 2
_MOST_LETTERS: Final = 6
_LONGEST_PHRASE: Final = 4
_BOUNDARY: Final = frozenset(".,;:!?([|/…،؛؟。，；：！？\n।")
_COMMAS: Final = frozenset({",", "،", "、", "，"})
_HYPHENS: Final = frozenset("-‐‑–")
_PROCLITIC: Final = "و"
_EVIDENT: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised thing: `plain[start:end]`. kind: things of one kind may be denied together."""

    start: int
    end: int
    kind: str


# The things that a language's words name in this text.
Recognise = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Scope:
    """`plain[start:end]` is the negator with what it denies; `negator` is its own place; things: what is recognised."""

    start: int
    end: int
    negator: tuple[int, int]
    language: str
    things: tuple[Span, ...] = ()

    def touches(self, start: int, end: int) -> bool:
        return start < self.end and self.start < end

    def is_of_negator(self, start: int, end: int) -> bool:
        """Whether the stretch holds a part of the negator itself."""
        return start < self.negator[1] and self.negator[0] < end


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far something is denied, and the things recognised in it."""

    edge: int
    things: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or one letter of a script without word spaces."""

    start: int
    end: int
    folded: str
    is_letter: bool


@lru_cache(maxsize=1)
def _by_beginning() -> Mapping[str, list[Negator]]:
    """The first word, or the first letter, to the negators that begin so, the longest first."""
    by_word: dict[str, list[Negator]] = {}
    for rules in all_rules().values():
        for negator in rules.negators:
            first = negator.parts[0]
            key = first[0] if script_of(first[0]) in UNSPACED else first
            by_word.setdefault(key, []).append(negator)
    for listed in by_word.values():
        listed.sort(key=lambda negator: -len(" ".join(negator.parts)))
    return by_word


class Negations:
    """Finds the negators of one reading and how far each reaches."""

    def __init__(self, reading: ParsedText, recognise: Recognise) -> None:
        self._text = reading.plain
        self._aligned = aligned(reading.plain)
        self._reading = reading
        self._recognise = recognise
        words = [_Unit(w.start, w.end, w.folded, False) for w in reading.all_words if not w.is_group]
        letters = [
            _Unit(place, place + 1, self._aligned[place], True)
            for place, letter in enumerate(self._text)
            if script_of(letter) in UNSPACED
        ]
        self._units = sorted([*words, *letters], key=lambda unit: unit.start)

    @cached_property
    def _own_languages(self) -> frozenset[str]:
        """Languages that the text is likely to be in."""
        evident = (code for code, evidence in languages_of(self._text) if evidence >= _EVIDENT)
        return frozenset({self._reading.language, self._reading.field_language, *evident})

    def find(self) -> list[Scope]:
        """The scopes of all negators, in the order of the text."""
        scopes: list[Scope] = []
        place = 0
        while place < len(self._units):
            length, scope = self._at(place)
            if scope is not None:
                scopes.append(scope)
            place += max(1, length)
        return scopes

    def _at(self, place: int) -> tuple[int, Scope | None]:
        """How many units a negator here takes, and what it reaches. Of several readings of one negator that which
        denies a recognised thing counts."""
        best: tuple[int, Scope | None] = (0, None)
        for negator, length in self._negators(place):
            if length < best[0]:
                break
            scope = self._scope(negator, place, length)
            if scope is not None and scope.things:
                return length, scope
            best = (length, best[1] or scope)
        return best

    def _negators(self, place: int) -> list[tuple[Negator, int]]:
        unit = self._units[place]
        negators = []
        for key in dict.fromkeys((unit.folded, unit.folded.removeprefix(_PROCLITIC))):
            for negator in _by_beginning().get(key, ()):
                if negator.is_own and negator.language not in self._own_languages:
                    continue
                length = self._length(negator, place, key)
                if length:
                    negators.append((negator, length))
        for rules in all_rules().values():
            if unit.folded in rules.hyphenated and self._is_joined(place):
                negators.append((Negator((unit.folded,), rules.language, is_after=True, is_own=False), 1))
        # The longest first; in languages whose negators follow, those before the others.
        negators.sort(key=lambda pair: (-pair[1], not (pair[0].is_after and all_rules()[pair[0].language].is_behind)))
        # Languages share negators; the text's own says what may stand beside it.
        own = [pair for pair in negators if pair[0].language == self._reading.language and pair[1] == negators[0][1]]
        return own or negators

    def _length(self, negator: Negator, place: int, first: str) -> int:
        """How many units the negator takes if it stands here, else 0."""
        unit = self._units[place]
        if unit.is_letter:
            is_here = len(negator.parts) == 1 and self._aligned.startswith(negator.parts[0], unit.start)
            return len(negator.parts[0]) if is_here else 0
        count = len(negator.parts)
        said = [first, *(other.folded for other in self._units[place + 1 : place + count])]
        return count if tuple(said) == negator.parts else 0

    def _is_joined(self, place: int) -> bool:
        unit = self._units[place]
        return place > 0 and self._text[self._units[place - 1].end : unit.start] in _HYPHENS

    # How far it reaches -----------------------------------------------------------------------------------------
    def _scope(self, negator: Negator, place: int, length: int) -> Scope | None:
        """What the negator reaches, or None where it denies nothing."""
        rules = all_rules()[negator.language]
        spans = self._recognise(negator.language)
        own = (self._units[place].start, self._units[min(place + length, len(self._units)) - 1].end)
        if negator.is_after:
            reach = self._backward(place, rules, spans)
            return Scope(reach.edge, own[1], own, negator.language, reach.things) if reach else None
        reach = self._forward(place + length, rules, spans)
        return Scope(own[0], reach.edge, own, negator.language, reach.things) if reach else None

    def _forward(self, place: int, rules: Rules, spans: Sequence[Span]) -> _Reach | None:
        """To where the words that follow are denied."""
        from_here = _longest(spans, lambda span: span.start)
        count, end = 0, None
        previous = self._units[place - 1]
        while place < len(self._units):
            unit = self._units[place]
            if self._is_boundary(previous, unit):
                break
            step = self._has(place, rules.only)
            if step and not count:
                # "not only for police": nothing is denied but "only", and a wording that begins with it.
                return _Reach(self._units[place + step - 1].end)
            if (span := from_here.get(unit.start)) is not None:
                after = self._beyond(span.end)
                if self._has(after, rules.only_behind):
                    return None
                things = self._linked(span, rules, from_here)
                return _Reach(things[-1].end, things)
            step = self._has(place, rules.light)
            if step:
                previous, place = self._units[place + step - 1], place + step
                continue
            if self._has(place, rules.stops):
                break
            if self._has(place, rules.joins) or (not count and self._is_function(unit, rules)):
                previous, place = unit, place + 1
                continue
            most = _MOST_LETTERS if unit.is_letter else _MOST_WORDS
            if self._is_function(unit, rules) or count == most:
                break
            inner = [each for each in self._negators(place) if not each[0].is_after]
            if inner and not count:
                # A negator that follows another at once is denied with all it reaches: "not without".
                negator, length = inner[0]
                return self._forward(place + length, all_rules()[negator.language], self._recognise(negator.language))
            if inner:
                break
            count, end, previous, place = count + 1, unit.end, unit, place + 1
        return _Reach(end) if end else None

    def _linked(self, span: Span, rules: Rules, from_here: Mapping[int, Span]) -> tuple[Span, ...]:
        """The thing, with those of the same kind that follow by a link: "without internet or a smartphone"."""
        spans = [span]
        while (following := self._following(spans[-1], rules, from_here)) is not None:
            spans.append(following)
        return tuple(spans)

    def _following(self, span: Span, rules: Rules, from_here: Mapping[int, Span]) -> Span | None:
        place = self._beyond(span.end)
        if place >= len(self._units):
            return None
        between = self._text[span.end : self._units[place].start]
        step = self._has(place, rules.links)
        if (not step and between.strip() not in _COMMAS) or (step and self._negators(place)):
            return None
        place += step
        while place < len(self._units) and self._units[place].start not in from_here:
            step = self._has(place, rules.light) or int(self._is_article(place, rules))
            if not step:
                return None
            place += step
        following = from_here.get(self._units[place].start) if place < len(self._units) else None
        return following if following is not None and following.kind == span.kind else None

    def _backward(self, place: int, rules: Rules, spans: Sequence[Span]) -> _Reach | None:
        """From where the words before are denied."""
        to_here = _longest(spans, lambda span: span.end)
        following = self._units[place]
        start = None
        place -= 1
        while place >= 0:
            unit = self._units[place]
            if self._is_boundary(unit, following):
                break
            if (span := to_here.get(unit.end)) is not None:
                before = self._index_ending(span.start)
                if before >= 0 and self._units[before].folded in rules.only:
                    return None
                return _Reach(span.start, (span,))
            if unit.folded in rules.only or unit.folded in rules.only_behind:
                return None
            if start is not None:
                break
            if unit.folded in rules.stops:
                break
            if unit.folded not in rules.light and not self._is_function(unit, rules):
                start = unit.start
            following, place = unit, place - 1
        return None if start is None else _Reach(start)

    # Words --------------------------------------------------------------------------------------------------------
    def _has(self, place: int, phrases: frozenset[str]) -> int:
        """How many units one of the phrases takes that stands here; 0 if none does."""
        if place >= len(self._units) or not phrases:
            return 0
        unit = self._units[place]
        if unit.is_letter:
            return max((len(phrase) for phrase in phrases if self._aligned.startswith(phrase, unit.start)), default=0)
        for length in range(min(_LONGEST_PHRASE, len(self._units) - place), 0, -1):
            if " ".join(other.folded for other in self._units[place : place + length]) in phrases:
                return length
        return 0

    def _is_function(self, unit: _Unit, rules: Rules) -> bool:
        languages = {rules.language, self._reading.language}
        return not unit.is_letter and any(is_function_word(unit.folded, code) for code in languages)

    def _is_article(self, place: int, rules: Rules) -> bool:
        return len(self._units[place].folded) < 4 and self._is_function(self._units[place], rules)

    def _is_boundary(self, unit: _Unit, following: _Unit) -> bool:
        return not _BOUNDARY.isdisjoint(self._text[unit.end : following.start])

    def _beyond(self, end: int) -> int:
        """The place of the first unit from here on."""
        return next((place for place, unit in enumerate(self._units) if unit.start >= end), len(self._units))

    def _index_ending(self, start: int) -> int:
        return next((place for place in range(len(self._units) - 1, -1, -1) if self._units[place].end <= start), -1)


def aligned(text: str) -> str:
    """The text folded letter by letter, so that every place stays what it was."""
    return "".join(_one(letter) for letter in text)


@lru_cache(maxsize=4096)
def _one(letter: str) -> str:
    if script_of(letter) in UNSPACED:
        return letter
    folded = fold(letter)
    return folded if len(folded) == 1 else letter


def _longest(spans: Sequence[Span], place: Callable[[Span], int]) -> dict[int, Span]:
    """Of the spans at each place the longest."""
    longest: dict[int, Span] = {}
    for span in spans:
        known = longest.get(place(span))
        if known is None or known.end - known.start < span.end - span.start:
            longest[place(span)] = span
    return longest
