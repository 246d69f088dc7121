"""Words that say "without": negators of twenty languages, what they may pass over, and words for what people lack.

The words are data (`search/data/negation/<language>.json`), so that somebody who knows a language can put them right:

- before, before_own, after, after_own: negators of what follows and of what precedes. The `_own` ones deny only in a
  text of that language, since they mean something else in another ("no" is "in the" in Portuguese).
- endings, hyphenated: negators written together with the word, or joined to it by a hyphen ("smartphone-free").
- only, only_behind: beside such a word a negator doesn't deny ("not only for police"); behind what it would deny in
  languages where such words follow. is_behind: most negators follow what they deny.
- light: words between a negator and what it denies ("without *needing* a phone"). stops: words at which its reach
  ends. joins: words that may stand inside what is denied ("data *of* victims"). links: words by which it denies a
  second thing ("without internet *or* a phone").
- classes: words for a connection, a phone, training and so on, as far as the vocabularies have no term for the thing
  itself. `meant.json` says what somebody who lacks the thing needs.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from search.languages import INDEXED
from text.folding import fold
from text.scripts import UNSPACED, script_of
from text.tokens import words

FOLDER: Final = Path(__file__).resolve().parent / "data" / "negation"


@dataclass(frozen=True, slots=True)
class Negator:
    """Words (letters, in a script without word spaces) that deny. `is_own`: only in a text of its language."""

    parts: tuple[str, ...]
    language: str
    is_after: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's words, folded: phrases as their words, or as one text in a script without word spaces."""

    language: str
    negators: tuple[Negator, ...]
    endings: tuple[str, ...]
    hyphenated: frozenset[str]
    only: frozenset[str]
    only_behind: frozenset[str]
    is_behind: bool
    light: frozenset[str]
    stops: frozenset[str]
    joins: frozenset[str]
    links: frozenset[str]
    classes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody needs who lacks a thing: the facet, and the values that will do, the plainest first."""

    key: str
    values: tuple[str, ...]


@lru_cache(maxsize=1)
def all_rules() -> Mapping[str, Rules]:
    """The rules of every language that the index has fields for."""
    return {language: _rules(language) for language in INDEXED}


@lru_cache(maxsize=1)
def meanings() -> tuple[Mapping[str, Meant], Mapping[tuple[str, str], str]]:
    """What is meant by lacking each class of things, and the class of those terms that are such things."""
    content = _read("meant")
    classes = {name: Meant(entry["key"], tuple(entry["values"])) for name, entry in content["classes"].items()}
    terms = {(key, value): name for key, entries in content["terms"].items() for value, name in entries.items()}
    return classes, terms


def unspaced(text: str) -> bool:
    return bool(text) and script_of(text[0]) in UNSPACED


def parts_of(phrase: str) -> tuple[str, ...]:
    """A phrase as it is looked for: its folded words, or the whole of it in a script without word spaces."""
    folded = fold(phrase)
    return (folded,) if unspaced(folded) else tuple(words(phrase))


def _rules(language: str) -> Rules:
    content = _read(language)

    def flat(key: str) -> frozenset[str]:
        return frozenset(" ".join(parts_of(phrase)) for phrase in content.get(key, ()))

    negators = (
        Negator(parts, language, kind.startswith("after"), kind.endswith("own"))
        for kind in ("before", "before_own", "after", "after_own")
        for parts in _distinct(content.get(kind, ()))
    )
    return Rules(
        language=language,
        # The longest first: "no need for" rather than "no".
        negators=tuple(sorted(negators, key=lambda negator: -len("".join(negator.parts)))),
        endings=tuple(fold(ending) for ending in content.get("endings", ())),
        hyphenated=flat("hyphenated"),
        only=flat("only"),
        only_behind=flat("only_behind"),
        is_behind=bool(content.get("is_behind")),
        light=flat("light"),
        stops=flat("stops"),
        joins=flat("joins"),
        links=flat("links"),
        classes={name: tuple(phrases) for name, phrases in content["classes"].items()},
    )


def _distinct(phrases: Iterable[str]) -> list[tuple[str, ...]]:
    return [parts for parts in dict.fromkeys(map(parts_of, phrases)) if any(parts)]


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content
