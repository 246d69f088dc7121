"""The lexical side of a query, said without any engine's syntax: which terms in which fields weigh how much.

Both engines turn these into their own queries and score them with BM25 (k1 = 1.2, b = 0.75), so that one plan ranks
alike.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from search.ranking.query_parser import ParsedText, QueryWord
from text import stems
from text.folding import fold

# Weight of each field. Names are short, so BM25 favours them by itself.
ENGLISH_FIELDS: Final[Mapping[str, float]] = {
    "name": 1.0,
    "organisation": 0.6,
    "summary": 1.0,
    "sources": 0.5,
}
NAME_FIELDS: Final = ("name", "organisation")
OWN_FIELDS: Final[Mapping[str, float]] = {"tagline": 1.0, "terms": 0.8, "places": 1.0}
# A telephone number found is beyond doubt.
NUMBER_WEIGHT: Final = 10.0
VARIANT_WEIGHT: Final = 0.6
# Share of a query's content words that a record must hold to answer by its words alone.
NEEDED_OF_MANY: Final = 0.75


@dataclass(frozen=True, slots=True)
class Alternative:
    field: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Clause:
    """One word of the query: any of the alternatives answers it."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Words in sequence, in any of the fields (field name to the terms as that field holds them)."""

    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LexicalPlan:
    """clauses: scored words. required: how many of them a lexical match needs. phrases and excluded always bind."""

    clauses: tuple[Clause, ...]
    required: int
    phrases: tuple[PhraseClause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    numbers: tuple[str, ...] = ()


def lexical_plan(reading: ParsedText, variants: Mapping[str, Iterable[str]] | None = None) -> LexicalPlan:
    """variants: folded word to other words that it may have been meant as (corrections, completions)."""
    clauses = tuple(
        _clause(word, reading.field_language, (variants or {}).get(word.folded, ())) for word in reading.words
    )
    count = len(clauses)
    return LexicalPlan(
        clauses=clauses,
        required=count if count <= 3 else math.ceil(count * NEEDED_OF_MANY),
        phrases=tuple(_phrase(words, reading.field_language) for words in reading.phrases),
        excluded=tuple(_clause(word, reading.field_language, ()) for word in reading.excluded),
        numbers=tuple(numbers_in(reading.plain)),
    )


def fields_with(word: QueryWord, language: str) -> list[tuple[str, str]]:
    """Where a word would be found, as field and term."""
    return [(alternative.field, alternative.term) for alternative in _clause(word, language, ()).alternatives]


def homes_of(word: str, language: str) -> list[tuple[str, str]]:
    """Where a folded word must occur, as field and term, to be a word of the language or of a name.

    language: "" for one without fields, which leaves the names.
    """
    english = stems(word, "en")
    fields = tuple(ENGLISH_FIELDS) if language == "en" else NAME_FIELDS
    places = [(field, term) for field in fields for term in english]
    own = stems(word, language) if language else []
    return places + [(f"{field}_{language}", term) for field in OWN_FIELDS for term in own]


def numbers_in(text: str) -> list[str]:
    """Telephone-like numbers of a text as digits: "800 5533 000" gives "8005533000". Four digits and more."""
    numbers: list[str] = []
    digits = ""
    for part in (
        fold(text).replace("-", " ").replace("/", " ").replace(".", " ").replace("(", " ").replace(")", " ").split()
    ):
        part = part.lstrip("+")
        if part.isdecimal():
            digits += part
            continue
        numbers.append(digits)
        digits = ""
    numbers.append(digits)
    return list(dict.fromkeys(number for number in numbers if 3 <= len(number) <= 18))


def _clause(word: QueryWord, language: str, variants: Iterable[str]) -> Clause:
    alternatives = [Alternative(field, word.english, weight) for field, weight in ENGLISH_FIELDS.items()]
    for code, term in {"en": word.english, language: word.own}.items():
        alternatives += [Alternative(f"{field}_{code}", term, weight) for field, weight in OWN_FIELDS.items()]
    for variant in variants:
        alternatives += _variant(variant, language)
    return Clause(tuple(dict.fromkeys(alternatives)))


def _variant(word: str, language: str) -> list[Alternative]:
    english, own = stems(word, "en"), stems(word, language)
    alternatives = [Alternative(f, t, w * VARIANT_WEIGHT) for f, w in ENGLISH_FIELDS.items() for t in english]
    for code, terms in {"en": english, language: own}.items():
        alternatives += [
            Alternative(f"{f}_{code}", t, w * VARIANT_WEIGHT) for f, w in OWN_FIELDS.items() for t in terms
        ]
    return alternatives


def _phrase(words: tuple[QueryWord, ...], language: str) -> PhraseClause:
    english = tuple(word.english for word in words)
    fields = dict.fromkeys(ENGLISH_FIELDS, english)
    for code, terms in {"en": english, language: tuple(word.own for word in words)}.items():
        fields |= {f"{field}_{code}": terms for field in OWN_FIELDS}
    return PhraseClause(fields)
