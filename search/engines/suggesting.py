"""Completions while typing: tools and organisations from the index, terms from the vocabularies."""

from collections.abc import Callable, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from search.engines.base import Suggestion
from search.ranking.candidate_columns import RecordHeader
from search.vocabulary import VocabularyWordings
from text import fold, stems, words

_SHORTEST: Final = 2
_TERM_KEYS: Final = frozenset(
    {"tool_type", "exploitation", "target_user", "technology", "infrastructure", "region", "country", "language"}
)
FindNames = Callable[[Sequence[str], str, int], list[RecordHeader]]


def suggestions(
    prefix: str, language: str, limit: int, find: FindNames, vocabulary: VocabularyWordings
) -> list[Suggestion]:
    """Up to `limit`, tools first, then terms, then organisations; at least one of each kind that has any."""
    prefixes = words(prefix)
    if not prefixes or len("".join(prefixes)) < _SHORTEST:
        return []
    # Names are indexed as English stems, so that finished words are stemmed and the last is taken as typed.
    spelled = [*stems(" ".join(prefixes[:-1]), "en"), prefixes[-1]]
    named = find(spelled, "name", 3 * limit)
    # The name itself before an alias, its beginning before its middle; else as the index gives them, by standing.
    named.sort(key=lambda head: (not _begins(prefixes, words(head.name)), not fold(head.name).startswith(prefixes[0])))
    tools = [Suggestion("tool", head.name, head.slug) for head in named[:limit]]
    makers = list(dict.fromkeys(head.organisation for head in find(spelled, "organisation", 4 * limit)))
    organisations = [
        Suggestion("organisation", name, name) for name in makers if name and _begins(prefixes, words(name))
    ]
    terms = _terms(prefixes, language, vocabulary)
    room = max(1, limit - min(2, len(terms)) - min(1, len(organisations)))
    chosen = tools[:room]
    chosen += terms[: max(1, limit - len(chosen) - min(1, len(organisations)))]
    return [*chosen, *organisations][:limit]


def _terms(prefixes: Sequence[str], language: str, vocabulary: VocabularyWordings) -> list[Suggestion]:
    best: dict[tuple[str, str], tuple[int, Suggestion]] = {}
    for text, parts, key, value, is_label in _table(vocabulary, language):
        if _begins(prefixes, parts):
            rank = (0 if parts[0].startswith(prefixes[0]) else 2) + (0 if is_label else 1)
            label = vocabulary.label(key, value, language)
            known = best.get((key, value))
            if known is None or rank < known[0]:
                shown = label if is_label or fold(text) == fold(label) else f"{text} ({label})"
                best[key, value] = (rank, Suggestion("term", shown, value, key))
    return [suggestion for _rank, suggestion in sorted(best.values(), key=lambda pair: (pair[0], len(pair[1].text)))]


def _begins(prefixes: Sequence[str], parts: Sequence[str]) -> bool:
    """The asked words begin words of the text, in its order."""
    place = 0
    for word in prefixes:
        while place < len(parts) and not parts[place].startswith(word):
            place += 1
        if place == len(parts):
            return False
        place += 1
    return True


_Row = tuple[str, tuple[str, ...], str, str, bool]
_tables: WeakKeyDictionary[VocabularyWordings, dict[str, list[_Row]]] = WeakKeyDictionary()


def _table(vocabulary: VocabularyWordings, language: str) -> list[_Row]:
    """The wordings of a language with their folded words, made once for each state of the vocabularies."""
    tables = _tables.setdefault(vocabulary, {})
    if language not in tables:
        tables[language] = [
            (wording.text, tuple(words(wording.text)), wording.key, wording.value, wording.is_label)
            for wording in vocabulary.wordings
            if wording.language == language and wording.key in _TERM_KEYS
        ]
    return [row for row in tables[language] if row[1]]
