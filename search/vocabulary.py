"""The words for every facet value in every language, as searching needs them.

All come from the taxonomy's index, which also knows the countries and languages of the world.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from search.compatibility import NEED_FIELDS
from search.facets import FACET_KEYS, IN_DOUBT, REGION_OPEN
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from text import words as split

# What an index can filter by: the facets, infrastructure as alternatives of a group (search.compatibility), regions
# with what is open to the whole world, and doubt (search.facets).
FILTER_KEYS = (*FACET_KEYS, *NEED_FIELDS, REGION_OPEN, IN_DOUBT)
# Values that say "nothing is known" or "none"; nobody searches for them, and their labels would match any text.
EMPTY_VALUES = frozenset({"unknown", "none-known", "no-claim"})


@dataclass(frozen=True, slots=True)
class TermWording:
    """A label or synonym of a facet value."""

    key: str
    value: str
    language: str
    text: str
    is_label: bool


class VocabularyWordings:
    """Labels, synonyms and trees of all facet values."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index

    def ancestors(self, key: str, value: str) -> tuple[str, ...]:
        """The values above this one in its tree, nearest first."""
        return self._index.ancestors(key, value)

    def values(self, key: str) -> tuple[str, ...]:
        return tuple(term.slug for term in self._index.terms(key))

    def label(self, key: str, value: str, language: str) -> str:
        return self._index.label(key, value, language)

    def texts(self, key: str, value: str, language: str) -> list[str]:
        """Label and synonyms in one language; empty where the language has none."""
        term = self._index.term(key, value)
        if term is None:
            return []
        label = term.labels.get(language)
        return [*([label] if label else []), *term.synonyms.get(language, ())]

    @cached_property
    def wordings(self) -> tuple[TermWording, ...]:
        """All words for all values; those that the sector refuses are understood too, as synonyms that aren't shown."""
        return tuple(self._all())

    @cached_property
    def lexicon(self) -> dict[str, frozenset[str]]:
        """Language to the folded words of its labels and synonyms; names of countries and languages left out."""
        by_language: dict[str, set[str]] = defaultdict(set)
        for wording in self.wordings:
            if wording.key not in {"country", "language"}:
                by_language[wording.language].update(word for word in split(wording.text) if len(word) > 2)
        return {language: frozenset(listed) for language, listed in by_language.items()}

    def _all(self) -> Iterator[TermWording]:
        for key in FACET_KEYS:
            for term in self._index.terms(key):
                if term.slug in EMPTY_VALUES:
                    continue
                for language, label in term.labels.items():
                    yield TermWording(key, term.slug, language, label, True)
                for others in (term.synonyms, term.rejected):
                    for language, texts in others.items():
                        for text in texts:
                            yield TermWording(key, term.slug, language, text, False)


_made: WeakKeyDictionary[VocabularyIndex, VocabularyWordings] = WeakKeyDictionary()


def vocabulary_wordings(index: VocabularyIndex | None = None) -> VocabularyWordings:
    """The words of the vocabularies as they are now; made once for each state of the taxonomy's index."""
    current = index or vocabulary_index()
    made = _made.get(current)
    if made is None:
        made = _made[current] = VocabularyWordings(current)
    return made
