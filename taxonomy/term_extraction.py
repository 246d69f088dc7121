"""Finds the phrases in a longer text that name a term, a country or a language, in any language.

Cautious by design, since a phrase wrongly taken for a term narrows a search: the longest phrase wins, one common word
("app", "data", "no") never counts alone, and words of vocabularies such as status ("active", "free") only count as
part of a phrase.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from taxonomy.current import vocabulary_index
from taxonomy.index import COUNTRY, FALLBACK_LANGUAGE, LANGUAGE, VIRTUAL, gc_paused
from taxonomy.lookup_tables import (
    FURTHER_LANGUAGES,
    LookupTables,
    TermVariant,
    tables_of,
    variants_of,
    virtual_variants,
)
from taxonomy.places import DATA
from text.active_language import base_language
from text.folding import caseless, plain
from text.scripts import ARABIC, BENGALI, CYRILLIC, DEVANAGARI, GREEK, HAN, HANGUL, LATIN, TAMIL, script_of_word
from text.segmentation import WordSpan, spans
from text.stemming import compact_stem, has_stemmer, light_stem

LONGEST_TEXT = 1000
LONGEST_PHRASE = 8
# Their single words are everyday ones; only phrases of theirs count.
PHRASES_ONLY = frozenset({"status", "access", "victim_data", "disclosure", "evidence", "seeking", "pillar"})
# Capital letters that people also write small; other short ones would be words: "CAR", "US", "IT".
_SMALL_CAPITALS = frozenset({"usa", "uk", "uae", "drc", "eu", "sms", "ngo", "ong", "gps", "gis", "fiu"})
_STEMS_BY_SCRIPT = {
    LATIN: ("en", "fr", "es", "pt", "de", "it", "nl", "ro", "tr", "id"),
    CYRILLIC: ("ru", "uk", "sr"),
    ARABIC: ("ar", "fa"),
    DEVANAGARI: ("hi", "ne"),
    BENGALI: ("bn",),
    GREEK: ("el",),
    TAMIL: ("ta",),
}


class SurfaceForm(StrEnum):
    """How a phrase was recognised: as it is written in the vocabulary, or without endings."""

    AS_WRITTEN = "as-written"
    INFLECTED = "inflected"


@dataclass(frozen=True, slots=True)
class TermMention:
    """A phrase of a text: ``text[start:end]``. ``score`` 0 to 1; a phrase of several words is surer than one word.

    One phrase may name terms of several vocabularies (Thai "ไทย" is the country and the language): each is given.
    """

    vocabulary: str
    slug: str
    start: int
    end: int
    text: str
    matched: str
    language: str
    form: SurfaceForm
    score: float


def extract_terms(
    text: str, vocabularies: Iterable[str] | None = None, language: str | None = None
) -> list[TermMention]:
    """The phrases that name something, in the order of the text; no two overlap.

    ``vocabularies``: only these (default: all). ``language``: of the text, when known; it decides which endings
    may be left off and which single words of other languages are trusted.
    """
    extractor = extractor_of(tables_of(vocabulary_index()))
    wanted = frozenset(vocabularies) if vocabularies is not None else None
    return list(extractor.extract(text[:LONGEST_TEXT], wanted, base_language(language) if language else None))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words that never count alone, in plain form."""
    data = json.loads((DATA / "common_words.json").read_text(encoding="utf-8"))
    return frozenset(plain(word) for several in data.values() for word in several)


class _Named:
    """A variant as the extractor keeps it."""

    __slots__ = ("variant", "vocabulary")

    def __init__(self, vocabulary: str, variant: TermVariant) -> None:
        self.vocabulary = vocabulary
        self.variant = variant


class Phrases:
    """Wordings by their words: as written, without plurals, and without endings by language."""

    def __init__(self, variants: Iterable[tuple[str, TermVariant]]) -> None:
        self.plain: dict[str, list[_Named]] = defaultdict(list)
        self.light: dict[str, list[_Named]] = defaultdict(list)
        self._by_language: dict[str, list[tuple[list[WordSpan], _Named]]] = defaultdict(list)
        self._stems: dict[str, dict[str, list[_Named]]] = {}
        self.unsegmented: dict[str, list[tuple[str, list[_Named]]]] = defaultdict(list)
        whole: dict[str, list[_Named]] = defaultdict(list)
        known: dict[tuple[str, str, str], tuple[list[WordSpan], _Named]] = {}
        for vocabulary, variant in variants:
            if variant.kind in ("code", "slug"):
                continue
            # Many languages write a country's name alike: once is enough, except for their endings.
            identity = (vocabulary, variant.slug, variant.text)
            if identity not in known or vocabulary not in VIRTUAL:
                parts, named = list(spans(variant.text)), _Named(vocabulary, variant)
                known[identity] = (parts, named)
                self._add(parts, named, whole)
            else:
                parts, named = known[identity][0], _Named(vocabulary, variant)
            if has_stemmer(variant.language) and not any(part.is_unsegmented for part in parts):
                self._by_language[variant.language].append((parts, named))
        for key, several in sorted(whole.items(), key=lambda entry: -len(entry[0])):
            self.unsegmented[key[:2]].append((key, several))

    def _add(self, parts: list[WordSpan], named: _Named, whole: dict[str, list[_Named]]) -> None:
        if not 0 < len(parts) <= LONGEST_PHRASE:
            return
        if any(part.is_unsegmented for part in parts):
            key = "".join(part.plain for part in parts)
            if len(key) >= (2 if script_of_word(key) in (HAN, HANGUL) else 3):
                whole[key].append(named)
            return
        self.plain[" ".join(part.plain for part in parts)].append(named)
        if named.variant.language not in FURTHER_LANGUAGES:
            self.light[" ".join(light_stem(part.plain) for part in parts)].append(named)

    def stems(self, language: str) -> dict[str, list[_Named]]:
        """By words without endings; made when a text first needs the language, since stemming is slow."""
        if language not in self._stems:
            made: dict[str, list[_Named]] = defaultdict(list)
            for parts, named in self._by_language[language]:
                made[" ".join(compact_stem(part.caseless, language) for part in parts)].append(named)
            self._stems[language] = made
        return self._stems[language]


@lru_cache(maxsize=1)
def virtual_phrases() -> Phrases:
    with gc_paused():
        return Phrases(
            (vocabulary, variant) for vocabulary in sorted(VIRTUAL) for variant in virtual_variants(vocabulary)
        )


class TermExtractor:
    def __init__(self, tables: LookupTables) -> None:
        index = tables.index
        self.phrases = (
            Phrases(
                (vocabulary, variant)
                for vocabulary in index.vocabularies
                if vocabulary not in VIRTUAL
                for variant in variants_of(index, vocabulary)
            ),
            virtual_phrases(),
        )

    def extract(self, text: str, wanted: frozenset[str] | None, language: str | None) -> Iterator[TermMention]:
        parts = list(spans(text))
        position = 0
        while position < len(parts):
            if parts[position].is_unsegmented:
                yield from self._scan(text, parts[position], wanted)
                position += 1
                continue
            run = 1
            while (
                run < LONGEST_PHRASE
                and position + run < len(parts)
                and not parts[position + run].is_unsegmented
                and not _is_boundary(text[parts[position + run - 1].end : parts[position + run].start])
            ):
                run += 1
            for length in range(run, 0, -1):
                part = parts[position : position + length]
                hits = self._hits(part, wanted, language)
                if hits:
                    start, end = part[0].start, part[-1].end
                    yield from _distinct(text, start, end, hits, length)
                    position += length
                    break
            else:
                position += 1

    def _hits(
        self, part: list[WordSpan], wanted: frozenset[str] | None, language: str | None
    ) -> list[tuple[_Named, SurfaceForm]]:
        """The variants that a run of words is, by the strictest of the three keys that knows any."""

        def allowed(several: Iterable[_Named], form: SurfaceForm) -> list[tuple[_Named, SurfaceForm]]:
            return [
                (named, form)
                for named in several
                if (wanted is None or named.vocabulary in wanted) and _counts(named, part, form, language)
            ]

        key = " ".join(word.plain for word in part)
        for keys, form in (("plain", SurfaceForm.AS_WRITTEN), ("light", SurfaceForm.INFLECTED)):
            if keys == "light":
                key = " ".join(light_stem(word.plain) for word in part)
            hits = [hit for phrases in self.phrases for hit in allowed(getattr(phrases, keys).get(key, ()), form)]
            if hits:
                return hits
        for code in _languages_of(part[0].plain, language):
            key = " ".join(compact_stem(word.caseless, code) for word in part)
            if len(key) < 4:
                continue
            hits = [
                hit
                for phrases in self.phrases
                for hit in allowed(phrases.stems(code).get(key, ()), SurfaceForm.INFLECTED)
            ]
            if hits:
                return hits
        return []

    def _scan(self, text: str, run: WordSpan, wanted: frozenset[str] | None) -> Iterator[TermMention]:
        """The longest names within a run of letters that has no spaces between words."""
        letters = run.plain
        # Where the plain form has as many letters as the text, a name's place is exact; else the run stands for it.
        is_exact = len(letters) == run.end - run.start
        position = 0
        while position < len(letters):
            best: tuple[str, list[_Named]] | None = None
            for phrases in self.phrases:
                for key, several in phrases.unsegmented.get(letters[position : position + 2], ()):
                    if best is not None and len(key) <= len(best[0]):
                        break
                    if letters.startswith(key, position):
                        usable = [named for named in several if wanted is None or named.vocabulary in wanted]
                        if usable and not _is_common(key, usable):
                            best = (key, usable)
                            break
            if best is None:
                position += 1
                continue
            key, _several = best
            start = run.start + position if is_exact else run.start
            end = start + len(key) if is_exact else run.end
            hits = [
                (named, SurfaceForm.AS_WRITTEN)
                for phrases in self.phrases
                for other, several in phrases.unsegmented.get(key[:2], ())
                if other == key
                for named in several
                if (wanted is None or named.vocabulary in wanted) and not _is_common(key, [named])
            ]
            yield from _distinct(text, start, end, hits, 2 if len(key) > 3 else 1)
            position += len(key)


def _is_boundary(between: str) -> bool:
    """A phrase doesn't run over the end of a sentence or a list's comma."""
    return any(character in '.,;:!?()[]{}\n|/«»"“”،؛؟।' for character in between)


def _is_common(key: str, several: list[_Named]) -> bool:
    return key in common_words() or (len(key) <= 4 and all(named.vocabulary in PHRASES_ONLY for named in several))


def _counts(named: _Named, part: list[WordSpan], form: SurfaceForm, language: str | None) -> bool:
    """Whether a variant may be taken for what the words mean; several words always may."""
    if len(part) > 1:
        return not all(word.plain in common_words() for word in part) or form is SurfaceForm.AS_WRITTEN
    word, variant = part[0], named.variant
    if named.vocabulary in PHRASES_ONLY or word.plain in common_words() or plain(variant.text) in common_words():
        return False
    script = script_of_word(word.plain)
    if len(word.plain) <= 3 and script in (LATIN, CYRILLIC, GREEK):
        # As short as that, only abbreviations count: "ci", "ou" and "lao" are words of some language.
        is_own = variant.language in (language or FALLBACK_LANGUAGE, FALLBACK_LANGUAGE)
        is_abbreviation = variant.text.isupper() and caseless(variant.text) == word.caseless
        return is_own and is_abbreviation and (word.is_capital or word.caseless in _SMALL_CAPITALS)
    if form is SurfaceForm.INFLECTED and script in (LATIN, CYRILLIC) and not _is_form(word, variant):
        return False
    if named.vocabulary not in VIRTUAL and script == LATIN:
        # A single word of another language in the same letters is too often a word of this one: Spanish "red".
        return language is None or variant.language in (language, FALLBACK_LANGUAGE)
    return True


def _is_form(word: WordSpan, variant: TermVariant) -> bool:
    """Stemmers cut too much at times: Dutch "over" is no form of "overheid", nor "travel" of "travellers"."""
    whole = plain(variant.text)
    return word.plain[:4] == whole[:4] and len(word.plain) >= len(whole) - 2


def _languages_of(word: str, language: str | None) -> tuple[str, ...]:
    """Whose endings may be left off a word, the text's own language first."""
    of_script = _STEMS_BY_SCRIPT.get(script_of_word(word), ())
    if language is None:
        return of_script
    return tuple(dict.fromkeys(code for code in (language, FALLBACK_LANGUAGE) if has_stemmer(code)))


def _distinct(
    text: str, start: int, end: int, hits: list[tuple[_Named, SurfaceForm]], length: int
) -> Iterator[TermMention]:
    """One for each term that the phrase names; an ambiguous phrase is less sure."""
    terms: dict[tuple[str, str], tuple[_Named, SurfaceForm]] = {}
    for named, form in hits:
        terms.setdefault((named.vocabulary, named.variant.slug), (named, form))
    by_vocabulary: dict[str, int] = defaultdict(int)
    for vocabulary, _slug in terms:
        by_vocabulary[vocabulary] += 1
    for (vocabulary, slug), (named, form) in terms.items():
        score = 0.85 if vocabulary in (COUNTRY, LANGUAGE) else 0.7
        if length > 1:
            score = 0.95
        if form is SurfaceForm.INFLECTED:
            score -= 0.1
        score /= by_vocabulary[vocabulary]
        variant = named.variant
        yield TermMention(
            vocabulary, slug, start, end, text[start:end], variant.text, variant.language, form, round(score, 3)
        )


_latest: tuple[LookupTables, TermExtractor] | None = None


def extractor_of(tables: LookupTables) -> TermExtractor:
    """Kept for the latest state of the vocabularies."""
    global _latest
    if _latest is None or _latest[0] is not tables:
        with gc_paused():
            _latest = (tables, TermExtractor(tables))
    return _latest[1]
