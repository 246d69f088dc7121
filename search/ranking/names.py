"""How well a query names a record: acronyms, odd spelling, missing spaces, half a name beside its maker's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from search.analysis import words
from search.analysis.folding import fold
from search.ranking.reading import Reading

# A query longer than this describes; it doesn't name.
_LONGEST_NAME_QUERY: Final = 8
_ALIKE: Final = 0.72


def name_match(reading: Reading, card: Mapping[str, Any]) -> float:
    """0 to 1: 1 for the very name or alias, in any case, spacing and accents."""
    asked = [word.folded for word in reading.all_words]
    if not asked or len(asked) > _LONGEST_NAME_QUERY:
        return 0.0
    whole = "".join(asked)
    content = [word.folded for word in reading.words]
    maker = words(card["organisation"])
    return max(_one(whole, content, name, maker) for name in (card["name"], *card["aliases"]))


def _one(whole: str, content: Sequence[str], name: str, maker: Sequence[str]) -> float:
    tight = "".join(character for character in fold(name) if character.isalnum())
    if not tight:
        return 0.0
    if tight == whole:
        return 1.0
    parts = words(name)
    return max(_spelling(whole, tight), _initials(whole, parts), _shared(content, parts, maker))


def _spelling(whole: str, tight: str) -> float:
    """The name with a few letters wrong; short ones allow none."""
    shorter = min(len(whole), len(tight))
    if shorter < 4:
        return 0.0
    alike = OSA.normalized_similarity(whole, tight)
    return alike * alike if alike >= _ALIKE else 0.0


def _initials(whole: str, parts: Sequence[str]) -> float:
    """An acronym that the record doesn't list: the first letters of three or more words."""
    if len(parts) < 3 or not 3 <= len(whole) <= 8:
        return 0.0
    return 0.8 if whole == "".join(part[0] for part in parts) else 0.0


def _shared(content: Sequence[str], parts: Sequence[str], maker: Sequence[str]) -> float:
    """Words of the query found in the name or its maker's, and words of the name found in the query, both needed."""
    if not content or not parts:
        return 0.0
    of_query = _mean(max(_best(word, parts), 0.8 * _best(word, maker)) for word in content)
    of_name = _weighted((_best(part, content), len(part)) for part in parts)
    if of_query + of_name == 0:
        return 0.0
    return 0.95 * 2 * of_query * of_name / (of_query + of_name)


def _best(word: str, others: Sequence[str]) -> float:
    return max((_alike(word, other) for other in others), default=0.0)


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) < 4:
        return 0.0
    alike = fuzz.ratio(word, other) / 100
    return alike * alike if alike >= _ALIKE else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _weighted(pairs: Iterable[tuple[float, int]]) -> float:
    listed = list(pairs)
    total = sum(weight for _value, weight in listed)
    return sum(value * weight for value, weight in listed) / total if total else 0.0
