"""Every variant of every term, looked up in advance: what ``taxonomy.resolution`` searches in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from taxonomy import places
from taxonomy.index import COUNTRY, LANGUAGE, VIRTUAL, VocabularyIndex, gc_paused
from text.folding import caseless, compact, plain
from text.function_words import LINKING_WORDS
from text.scripts import script_of_word
from text.stemming import light_stem

# Names of countries and languages are recognised in these languages as well; they are not shown.
FURTHER_LANGUAGES = (
    "am", "az", "bg", "cs", "da", "el", "fa", "fi", "fil", "gu", "ha", "he", "hr", "hu", "hy", "ja", "ka", "kk", "km",
    "kn", "ko", "lo", "mk", "ml", "mr", "ms", "my", "no", "pa", "pl", "si", "sk", "so", "sq", "sr", "sv", "ta", "te",
    "ur", "uz",
)  # fmt: skip

# Points of the compass as people write them, in the regions' names only: "EAfrica" is "East Africa".
_COMPASS = {
    "n": "north northern nord norte septentrional septentrionale nordlich",
    "s": "south southern sud sur sul meridional meridionale sudlich",
    "e": "east eastern est este leste oriental orientale ost",
    "w": "west western ouest oeste ovest occidental occidentale",
    "c": "central centre center middle centrale centr",
    "se": "southeast southeastern sudeste",
}
_POINT_OF = {word: letter for letter, all_words in _COMPASS.items() for word in all_words.split()}
# Parts of a country's official name that say nothing about which one it is.
_OFFICIAL = frozenset(
    ("republic", "kingdom", "state", "federal", "islamic", "democratic", "people", "union", "commonwealth")
)


class TermVariant(NamedTuple):
    """One way of writing a term. ``kind``: label, synonym (rejected words and former slugs too), code or slug."""

    slug: str
    language: str
    kind: str
    text: str


class LookupTable:
    """All variants of one vocabulary by four keys, the strictest first, and by script and length for near ones."""

    def __init__(self, vocabulary: str, variants: Iterable[TermVariant]) -> None:
        self.vocabulary = vocabulary
        self.variants = tuple(dict.fromkeys(variants))
        self.exact: dict[str, list[TermVariant]] = defaultdict(list)
        self.normalised: dict[str, list[TermVariant]] = defaultdict(list)
        self.stemmed: dict[str, list[TermVariant]] = defaultdict(list)
        self.bags: dict[tuple[str, ...], list[TermVariant]] = defaultdict(list)
        self.near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for variant in self.variants:
            self.exact[caseless(variant.text)].append(variant)
        for same in self.exact.values():
            text = plain(same[0].text)
            key = text.replace(" ", "")
            if not key:
                continue
            is_new = key not in self.normalised
            self.normalised[key].extend(same)
            if all(variant.language in FURTHER_LANGUAGES for variant in same):
                continue
            if is_new and same[0].kind != "code":
                self.near[script_of_word(key), len(key)].append(key)
            stems = self.stems(text)
            self.stemmed["".join(stems)].extend(same)
            self.bags[self.bag(stems)].extend(same)

    def stems(self, text: str) -> list[str]:
        """Of a plain text."""
        tokens = text.split()
        if self.vocabulary == "region":
            tokens = [_POINT_OF.get(token, token) for token in tokens]
        return [light_stem(token) for token in tokens]

    def bag(self, stems: Iterable[str]) -> tuple[str, ...]:
        """The words that matter, in no order."""
        dropped = LINKING_WORDS
        if self.vocabulary == "region":
            dropped = dropped - {"e", "s"}
        elif self.vocabulary == COUNTRY:
            dropped = dropped | _OFFICIAL
        significant = sorted({word for word in stems if word not in dropped})
        return tuple(significant or sorted(set(stems)))

    def keys(self, text: str) -> tuple[str, str, str, tuple[str, ...]]:
        """The four keys of any text."""
        unaccented = plain(text)
        stems = self.stems(unaccented)
        return caseless(text), compact(text), "".join(stems), self.bag(stems)


def variants_of(index: VocabularyIndex, vocabulary: str) -> Iterator[TermVariant]:
    """Every variant of a vocabulary's terms in use; those of a replaced term lead to its successor."""
    for term in index.terms(vocabulary, with_retired=True):
        slug = index.resolve_slug(vocabulary, term.slug)
        successor = index.term(vocabulary, slug) if slug else None
        if slug is None or successor is None or successor.is_retired:
            continue
        own = slug == term.slug
        if vocabulary not in VIRTUAL:
            yield TermVariant(slug, "", "slug", term.slug)
            for former in index.former_slugs(vocabulary, term.slug):
                yield TermVariant(slug, "", "slug", former)
        for language, text in term.labels.items():
            yield TermVariant(slug, language, "label" if own else "synonym", text)
        for language, several in (*term.synonyms.items(), *term.rejected.items()):
            for text in several:
                yield TermVariant(slug, language, "synonym", text)


@lru_cache(maxsize=2)
def virtual_variants(vocabulary: str) -> tuple[TermVariant, ...]:
    """Names of countries or languages in many languages, with codes. They change with babel only."""
    entries = places.countries() if vocabulary == COUNTRY else places.languages()
    variants = []
    tables = {
        language: (Locale(language).territories if vocabulary == COUNTRY else Locale(language).languages)
        for language in FURTHER_LANGUAGES
    }
    for code, entry in entries.items():
        variants.append(TermVariant(code, "", "code", code))
        variants.extend(TermVariant(code, language, "label", name) for language, name in entry.names.items())
        variants.extend(
            TermVariant(code, language, "synonym", text) for language, texts in entry.synonyms.items() for text in texts
        )
        key = code.upper() if vocabulary == COUNTRY else code
        variants.extend(
            TermVariant(code, language, "label", table[key]) for language, table in tables.items() if key in table
        )
        if isinstance(entry, places.Country):
            variants.append(TermVariant(code, "", "code", entry.alpha3))
        else:
            variants.append(TermVariant(code, code, "label", entry.autonym))
    if vocabulary == LANGUAGE:
        variants.extend(
            TermVariant(short, "", "code", long)
            for long, short in get_global("language_aliases").items()
            if len(long) == 3 and short in entries
        )
    return tuple(variants)


@lru_cache(maxsize=2)
def virtual_table(vocabulary: str) -> LookupTable:
    with gc_paused():
        return LookupTable(vocabulary, virtual_variants(vocabulary))


class LookupTables:
    """The tables of one state of the vocabularies, each made when it is first asked for."""

    def __init__(self, index: VocabularyIndex) -> None:
        self.index = index
        self._made: dict[str, LookupTable] = {}

    def table(self, vocabulary: str) -> LookupTable:
        if vocabulary in VIRTUAL:
            return virtual_table(vocabulary)
        if vocabulary not in self._made:
            self._made[vocabulary] = LookupTable(vocabulary, variants_of(self.index, vocabulary))
        return self._made[vocabulary]


_latest: LookupTables | None = None


def tables_of(index: VocabularyIndex) -> LookupTables:
    """Kept for the latest index only: an older one is never asked again."""
    global _latest
    if _latest is None or _latest.index is not index:
        _latest = LookupTables(index)
    return _latest
