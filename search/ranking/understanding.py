"""What a query asks for and what it denies: "a hotline without internet, not for the police".

A term inside a negator's scope is never read. What lacks a thing says what it needs instead ("without internet": works
offline), and other things that are denied count against the records that carry them. Their words are looked for
neither as words nor by meaning. A wording of the vocabularies that holds a negator itself ("no internet needed") is
read as it stands, and what is denied twice is not denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from search.compatibility import ALTERNATIVES, CONNECTIVITY, DEVICE, covered
from search.negation import all_rules, meanings
from search.ranking.concepts import Concept, ConceptIndex, Thing, strongest
from search.ranking.query_parser import ParsedText, QueryWord, parse_text
from search.ranking.scopes import Negations, Scope, Span
from text.function_words import is_function_word

# Asking for these says what somebody has: a tool that needs more doesn't serve.
_NEEDS: Final = frozenset({"works-offline", "low-bandwidth", "feature-phone", "no-device"})
# What people work against. "Supplies without forced labour" is about forced labour, though no tool of it is meant.
_HARMS: Final = frozenset({"exploitation"})
_SURE: Final = 0.9
_SHORTEST_STEM: Final = 3
# Things have no words of their own among the concepts' (`Concept.first`).
_BESIDE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Understood:
    """reading: with the words and the meaning that are to be looked for. concepts: what it was read as, strongest
    first. denied: what it doesn't want."""

    reading: ParsedText
    concepts: tuple[Concept, ...]
    denied: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class _Denied:
    """What a negator reaches: a class of things by name, or else a concept."""

    start: int
    end: int
    name: str
    concept: Concept | None = None


def understand(reading: ParsedText, index: ConceptIndex) -> Understood:
    """What the text asks for and what it denies."""
    return _Understanding(reading, index).made()


class _Understanding:
    def __init__(self, reading: ParsedText, index: ConceptIndex) -> None:
        self.reading = reading
        self.index = index
        self.candidates = index.candidates(reading)
        self._things: dict[str, list[Thing]] = {}

    def things(self, language: str) -> list[Thing]:
        """Words for things in the negator's language, in the text's own and in English."""
        things: list[Thing] = []
        for code in dict.fromkeys((language, self.reading.field_language, "en")):
            if code not in self._things:
                self._things[code] = self.index.things(self.reading, code)
            things += self._things[code]
        return things

    def spans(self, language: str) -> Sequence[Span]:
        terms = meanings()[1]
        spans = [Span(thing.start, thing.end, "thing") for thing in self.things(language)]
        for concept in self.candidates:
            is_thing = (concept.key, concept.value) in terms
            spans.append(Span(concept.start, concept.end, "thing" if is_thing else concept.key))
        return spans

    @cached_property
    def negations(self) -> list[Scope]:
        return Negations(self.reading, self.spans).find()

    @cached_property
    def scopes(self) -> list[Scope]:
        """What negators reach, as far as no wording says it already."""
        listed = [*self.negations, *self.endings]
        return [left for scope in listed if (left := self._beyond_wordings(scope)) is not None]

    def _beyond_wordings(self, scope: Scope) -> Scope | None:
        """The scope, or what is left of one whose negator belongs to a wording ("no internet needed" or a phone)."""
        first, last = scope.negator
        for concept in self.candidates:
            if not (concept.start <= first and last <= concept.end and concept.end - concept.start > last - first):
                continue
            inside = [thing for thing in scope.things if concept.start <= thing.start and thing.end <= concept.end]
            beyond = tuple(thing for thing in scope.things if thing.start >= concept.end)
            if len(inside) + len(beyond) < len(scope.things):
                continue  # the wording cuts the thing: "no phone" in "no phone number"
            if not inside or not beyond:
                return None
            return Scope(concept.end, scope.end, (concept.end, concept.end), scope.language, beyond)
        return scope

    @cached_property
    def endings(self) -> list[Scope]:
        """Negators written as endings ("internetsiz", "telefoonloos"): the whole word, with those before it that belong
        to the thing. The vocabularies' own words of this form are wordings like others."""
        language = self.reading.field_language
        known = all_rules()[language].endings
        words = [word for word in self.reading.all_words if not word.is_group]
        scopes = []
        for place, word in enumerate(words):
            ending = next((each for each in known if word.folded.endswith(each)), "")
            if not ending or len(word.folded) - len(ending) < _SHORTEST_STEM:
                continue
            for first in range(max(0, place - 2), place + 1):
                said = " ".join([*(other.typed for other in words[first:place]), word.typed[: -len(ending)]])
                start = words[first].start
                is_worded = any((start, word.end) == (each.start, each.end) for each in self.candidates)
                name = "" if is_worded else self._named(said, language)
                if name:
                    thing = Span(start, word.end, name)
                    scopes.append(Scope(start, word.end, (word.start, word.end), language, (thing,)))
                if name or is_worded:
                    break
        return scopes

    def _named(self, text: str, language: str) -> str:
        """The class of things that a text names by a word of the classes or of the vocabularies."""
        reading = replace(parse_text(text, language), language=language, field_language=language)
        whole = [thing for thing in self.index.things(reading, language) if thing.end - thing.start == len(text)]
        if whole:
            return whole[0].name
        terms = meanings()[1]
        return next(
            (
                terms[concept.key, concept.value]
                for concept in self.index.candidates(reading)
                if (concept.key, concept.value) in terms and concept.end - concept.start == len(text)
            ),
            "",
        )

    def made(self) -> Understood:
        """All of it."""
        meant, denied = self._sorted_out()
        strong = [self._as_need(concept) for concept in strongest(meant)]
        needs, unwanted, silent = self._denied(denied)
        agreed = _agreed([*needs, *strong])
        denying = {(need.start, need.end) for need in needs}
        stretches = [
            (concept.start, concept.end, self._label(concept))
            for concept in agreed
            if concept.is_need and ((concept.start, concept.end) in denying or self._holds_negator(concept))
        ]
        concepts: dict[tuple[str, str], Concept] = {}
        for concept in agreed:
            concepts.setdefault((concept.key, concept.value), concept)
        ranked = sorted(concepts.values(), key=lambda concept: -concept.confidence)
        return Understood(self._without([*silent, *stretches]), tuple(ranked), tuple(unwanted))

    def _sorted_out(self) -> tuple[list[Concept], list[Concept]]:
        """Concepts that are asked for, and those that are denied."""
        meant: list[Concept] = []
        denied: list[Concept] = []
        for concept in self.candidates:
            touching = [scope for scope in self.scopes if scope.touches(concept.start, concept.end)]
            if any(scope.is_of_negator(concept.start, concept.end) for scope in touching):
                continue
            (denied if len(touching) % 2 else meant).append(concept)
        return meant, denied

    def _denied(self, denied: Sequence[Concept]) -> tuple[list[Concept], list[Concept], list[tuple[int, int, str]]]:
        """What is needed by whoever lacks what is denied, what is simply unwanted, and the stretches that say that."""
        classes = meanings()[0]
        needs: list[Concept] = []
        unwanted: list[Concept] = []
        silent: list[tuple[int, int, str]] = []
        taken: set[int] = set()
        for span in self._denied_spans(denied):
            if not taken.isdisjoint(range(span.start, span.end)):
                continue
            taken.update(range(span.start, span.end))
            scope = next(scope for scope in self.scopes if scope.touches(span.start, span.end))
            first, last = min(scope.start, span.start), max(scope.negator[1], span.end)
            if span.name:
                meant = classes[span.name]
                phrase = self.reading.plain[first:last].strip(" ,")
                place = (_BESIDE + span.start, _BESIDE + span.end)
                needs.append(
                    Concept(
                        meant.key, meant.values[0], phrase, _SURE, *place, first, last, meant.values[1:], is_need=True
                    )
                )
            elif span.concept is not None and span.concept.key not in _HARMS:
                unwanted.append(replace(span.concept, is_denied=True))
                # "not only for police" denies a wording of which the rest is asked for.
                silent += [(first, last, "")] if span.end <= scope.end else []
        return needs, unwanted, silent

    def _denied_spans(self, denied: Sequence[Concept]) -> list[_Denied]:
        """Denied concepts and things, the longest first; of equal ones those that say what is needed."""
        terms = meanings()[1]
        spans = [_Denied(c.start, c.end, terms.get((c.key, c.value), ""), c) for c in denied]
        for language in {scope.language for scope in self.scopes}:
            for thing in self.things(language):
                touching = [scope for scope in self.scopes if scope.touches(thing.start, thing.end)]
                if _is_denied(touching, thing.start, thing.end):
                    spans.append(_Denied(thing.start, thing.end, thing.name))
        spans += [_Denied(thing.start, thing.end, thing.kind) for scope in self.endings for thing in scope.things]
        return sorted(spans, key=lambda span: (span.start - span.end, not span.name))

    def _as_need(self, concept: Concept) -> Concept:
        """A concept that says what somebody has or lacks, with what will do as well."""
        if concept.key == "infrastructure" and concept.value in _NEEDS:
            weaker = covered([concept.value]) - {concept.value}
            also = tuple(value for value in (*CONNECTIVITY, *DEVICE) if value in weaker)
            return replace(concept, also=also, is_need=True)
        is_meant = any(
            concept.key == meant.key and concept.value == meant.values[0] for meant in meanings()[0].values()
        )
        return replace(concept, is_need=True) if is_meant and self._holds_negator(concept) else concept

    def _holds_negator(self, concept: Concept) -> bool:
        return any(concept.start <= scope.negator[0] and scope.negator[1] <= concept.end for scope in self.negations)

    def _label(self, concept: Concept) -> str:
        return self.index.vocabulary.label(concept.key, concept.value, self.reading.field_language)

    def _without(self, stretches: Sequence[tuple[int, int, str]]) -> ParsedText:
        """The reading without the words of these stretches; for the meaning each is replaced by what is meant."""
        if not stretches:
            return self.reading
        ordered = sorted(stretches)
        words = tuple(word for word in self.reading.words if not _is_inside(word, ordered))
        parts, place = [], 0
        for start, end, label in ordered:
            if start >= place:
                parts.append(self.reading.plain[place:start])
            if label not in parts:
                parts.append(label)
            place = max(place, end)
        parts.append(self.reading.plain[place:])
        meaning = " ".join(" ".join(parts).split())
        if not any(letter.isalnum() for letter in meaning):
            return self.reading
        is_said = any(not is_function_word(word.folded, self.reading.language) for word in words)
        return replace(self.reading, words=words if is_said else (), meaning=meaning)


def _agreed(concepts: Iterable[Concept]) -> list[Concept]:
    """Needs of one group as what all of them leave: no computer and no smartphone is a basic phone."""
    listed = list(concepts)
    for alternatives in ALTERNATIVES.values():
        group = [
            each for each in listed if each.is_need and each.key == "infrastructure" and each.value in alternatives
        ]
        common = frozenset(alternatives).intersection(*(each.values for each in group)) if group else frozenset()
        for need in group if common else ():
            left = [value for value in need.values if value in common]
            listed[listed.index(need)] = replace(need, value=left[0], also=tuple(left[1:]))
    return listed


def _is_denied(touching: Sequence[Scope], start: int, end: int) -> bool:
    """In an odd number of scopes, and no part of a negator."""
    return len(touching) % 2 == 1 and not any(scope.is_of_negator(start, end) for scope in touching)


def _is_inside(word: QueryWord, stretches: Iterable[tuple[int, int, str]]) -> bool:
    return any(word.start < end and start < word.end for start, end, _label in stretches)
