"""The words for every facet value in every language, as searching needs them.

Terms come from the taxonomy's index; countries and languages of the world from CLDR (babel), in each indexed language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from babel import Locale

from search.languages import INDEXED
from taxonomy.index import VocabularyIndex, vocabulary_index

FACET_KEYS = (
    "tool_type",
    "pillar",
    "exploitation",
    "target_user",
    "technology",
    "infrastructure",
    "region",
    "country",
    "language",
    "status",
    "access",
    "organisation_type",
    "seeking",
    "evidence",
    "victim_data",
)
# Values that say "nothing is known" or "none"; nobody searches for them, and their labels would match any text.
EMPTY_VALUES = frozenset({"unknown", "none-known", "no-claim"})
_VIRTUAL = frozenset({"country", "language"})


@dataclass(frozen=True, slots=True)
class Wording:
    """A label or synonym of a facet value."""

    key: str
    value: str
    language: str
    text: str
    is_label: bool


class Words:
    """Labels, synonyms and trees of all facet values."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._terms = {
            (term.vocabulary, term.slug): term for term in index.terms if term.vocabulary in FACET_KEYS and not term.is_retired
        }

    def ancestors(self, key: str, value: str) -> list[str]:
        """The values above this one in its tree, nearest first."""
        found: list[str] = []
        term = self._terms.get((key, value))
        while term is not None and term.parent and term.parent not in found:
            found.append(term.parent)
            term = self._terms.get((key, term.parent))
        return found

    def label(self, key: str, value: str, language: str) -> str:
        if key in _VIRTUAL:
            return _cldr(key, language).get(value, value)
        term = self._terms.get((key, value))
        if term is None:
            return value
        return term.labels.get(language) or term.labels.get("en", value)

    def texts(self, key: str, value: str, language: str) -> list[str]:
        """Label and synonyms in one language; empty where the language has none."""
        if key in _VIRTUAL:
            name = _cldr(key, language).get(value)
            return [name] if name else []
        term = self._terms.get((key, value))
        if term is None:
            return []
        label = term.labels.get(language)
        return [*([label] if label else []), *term.synonyms.get(language, ())]

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        return tuple(self._all())

    def _all(self) -> Iterator[Wording]:
        for (key, value), term in self._terms.items():
            if value in EMPTY_VALUES:
                continue
            for language, label in term.labels.items():
                yield Wording(key, value, language, label, True)
            for language, synonyms in term.synonyms.items():
                for synonym in synonyms:
                    yield Wording(key, value, language, synonym, False)
        for key in sorted(_VIRTUAL):
            for language in INDEXED:
                for value, name in _cldr(key, language).items():
                    yield Wording(key, value, language, name, True)


@lru_cache(maxsize=64)
def _cldr(key: str, language: str) -> Mapping[str, str]:
    """Code (lower case) to name. Only two-letter codes: CLDR lists regions and script variants too."""
    locale = Locale.parse(language)
    names = locale.territories if key == "country" else locale.languages
    return {code.lower(): str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}


_made: WeakKeyDictionary[VocabularyIndex, Words] = WeakKeyDictionary()


def words(index: VocabularyIndex | None = None) -> Words:
    """The words of the vocabularies as they are now; made once for each state of the taxonomy's index."""
    current = index or vocabulary_index()
    found = _made.get(current)
    if found is None:
        found = _made[current] = Words(current)
    return found
