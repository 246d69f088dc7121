"""What the text fields of an index hold of a document; the same for every engine.

Field names: name, organisation, summary, sources in English stems; tagline_xx, terms_xx, places_xx in the stems of each
language; spelling, whole folded words for corrections and completions; grams, letter groups of names; numbers,
digits of telephone-like numbers.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from search.documents import SearchDocument
from search.languages import INDEXED
from search.ranking.clauses import ENGLISH_FIELDS, OWN_FIELDS, numbers_in
from text import stems, words
from text.folding import fold

TEXT_FIELDS: Final = (*ENGLISH_FIELDS, *(f"{field}_{language}" for field in OWN_FIELDS for language in INDEXED))
_GRAM: Final = 3


def tokens_of(document: SearchDocument) -> dict[str, list[str]]:
    names = [document.name, *document.aliases]
    organisations = [document.organisation, *document.partners]
    tokens_by_field = {
        "name": _stems(names, "en"),
        "organisation": _stems(organisations, "en"),
        "summary": stems(document.summary, "en"),
        "sources": _stems(document.sources, "en"),
        "spelling": _distinct(
            words(" . ".join([*names, *organisations, document.summary, *document.taglines.values()]))
        ),
        "grams": [gram for name in names for gram in grams(name)],
        "numbers": _distinct(
            number
            for text in [*names, document.summary, *document.sources, *document.taglines.values()]
            for number in numbers_in(text)
        ),
    }
    for language in INDEXED:
        own = [document.taglines.get(language, ""), document.summaries.get(language, "")]
        tokens_by_field[f"tagline_{language}"] = _stems(own, language)
        tokens_by_field[f"terms_{language}"] = _known_stems(document.labels.get(language, ()), language)
        tokens_by_field[f"places_{language}"] = _known_stems(document.places.get(language, ()), language)
    return {field: tokens for field, tokens in tokens_by_field.items() if tokens}


def grams(name: str) -> list[str]:
    """Letter triples of a name written without spaces, with its two ends marked: "Safer" gives ^sa saf afe fer er$."""
    letters = "^" + "".join(character for character in fold(name) if character.isalnum()) + "$"
    return [letters[place : place + _GRAM] for place in range(len(letters) - _GRAM + 1)]


def _stems(texts: Iterable[str], language: str) -> list[str]:
    # A mark between texts would cost a position; phrases across two names are rare enough.
    return [stem for text in texts for stem in stems(text, language)]


def _known_stems(texts: Iterable[str], language: str) -> list[str]:
    """The same for words of the vocabularies: some twelve thousand texts that come again with every record."""
    return [stem for text in texts for stem in _of_vocabulary(text, language)]


@lru_cache(maxsize=65536)
def _of_vocabulary(text: str, language: str) -> tuple[str, ...]:
    return tuple(stems(text, language))


def _distinct(tokens: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tokens))
