"""How well a query names a record: acronyms, odd spelling, missing spaces, half a name beside its maker's."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.ranking.candidate_columns import RecordHeader
from search.ranking.query_parser import ParsedText
from text import words
from text.folding import fold

# A query longer than this describes; it doesn't name.
_LONGEST_NAME_QUERY: Final = 8
_ALIKE: Final = 0.72
_SHORTEST_INEXACT: Final = 4
_MAKER: Final = 0.8


class NameMatcher:
    """Compares one query with the names of many records; likeness of words is computed for all of them at once."""

    def __init__(self, reading: ParsedText, heads: Iterable[RecordHeader]) -> None:
        typed = [word.folded for word in reading.all_words]
        self._is_naming = 0 < len(typed) <= _LONGEST_NAME_QUERY
        self._whole = "".join(typed)
        self._content = [word.folded for word in reading.words]
        self._alike: dict[str, dict[int, float]] = {}
        if self._is_naming:
            self._alike = _likeness(self._content, heads)

    def match(self, head: RecordHeader) -> float:
        """0 to 1: 1 for the very name or alias, in any case, spacing and accents."""
        if not self._is_naming:
            return 0.0
        return max(self._one(name, head.organisation) for name in head.names)

    def match_name(self, head: RecordHeader) -> float:
        """The same for the name alone, without its aliases."""
        return self._one(head.name, head.organisation) if self._is_naming else 0.0

    def _one(self, name: str, organisation: str) -> float:
        tight = _tight(name)
        if not tight:
            return 0.0
        if tight == self._whole:
            return 1.0
        parts = _parts(name)
        shared = max(_spelling(self._whole, tight), _initials(self._whole, parts))
        return shared if self._alike.keys().isdisjoint(parts) else max(shared, self._shared(parts, organisation))

    def _shared(self, parts: Sequence[str], organisation: str) -> float:
        """Words of the query found in the name or its maker's, and words of the name found in the query: both count."""
        shared = [(part, self._alike[part]) for part in parts if part in self._alike]
        best = dict.fromkeys(range(len(self._content)), 0.0)
        for part in _parts(organisation):
            for place, alike in self._alike.get(part, {}).items():
                best[place] = max(best[place], _MAKER * alike)
        for _part, likeness in shared:
            for place, alike in likeness.items():
                best[place] = max(best[place], alike)
        of_query = sum(best.values()) / len(best)
        of_name = sum(len(part) * max(likeness.values()) for part, likeness in shared) / sum(map(len, parts))
        return 0.95 * 2 * of_query * of_name / (of_query + of_name)


def _likeness(content: Sequence[str], heads: Iterable[RecordHeader]) -> dict[str, dict[int, float]]:
    """Word of a name to what it resembles: place of the query's word to likeness, 0 to 1. Unlike ones are left out."""
    known = {part: None for head in heads for name in (head.organisation, *head.names) for part in _parts(name)}
    if not content or not known:
        return {}
    parts = list(known)
    ratios = cdist(content, parts, scorer=fuzz.ratio, score_cutoff=100 * _ALIKE)
    likeness: dict[str, dict[int, float]] = {}
    for place, column in zip(*ratios.nonzero(), strict=True):
        word, part = content[int(place)], parts[int(column)]
        if word == part:
            alike = 1.0
        elif min(len(word), len(part)) < _SHORTEST_INEXACT:
            continue
        else:
            alike = (float(ratios[place, column]) / 100) ** 2
        likeness.setdefault(part, {})[int(place)] = alike
    return likeness


@lru_cache(maxsize=32768)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(words(name))


@lru_cache(maxsize=32768)
def _tight(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())


def _spelling(whole: str, tight: str) -> float:
    """The name with a few letters wrong; short ones allow none."""
    shorter, longer = sorted((len(whole), len(tight)))
    if shorter < _SHORTEST_INEXACT or shorter < _ALIKE * longer:
        return 0.0
    alike = OSA.normalized_similarity(whole, tight, score_cutoff=_ALIKE)
    return float(alike * alike)


def _initials(whole: str, parts: Sequence[str]) -> float:
    """An acronym that the record doesn't list: the first letters of three or more words."""
    if len(parts) < 3 or not 3 <= len(whole) <= 8:
        return 0.0
    return 0.8 if whole == "".join(part[0] for part in parts) else 0.0
