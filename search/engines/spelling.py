"""Corrections and completions of query words from the words that the index holds."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.ranking.query_parser import ParsedText, QueryWord
from text.folding import fold

_KEPT: Final = 3
_SHORTEST_ILL_BEGUN: Final = 6


def allowed_errors(word: str, is_usual: bool = False) -> int:
    """Wrong, missing, surplus or swapped letters forgiven in a word of this length; numbers are never mended.

    is_usual: it is a word of some language, so that an error is less likely; but frequent errors are usual too.
    """
    if any(character.isdigit() for character in word) or len(word) < 4:
        return 0
    return (1 if len(word) < 8 else 2) - is_usual


@dataclass(frozen=True)
class Spellings:
    """The words of an index with the number of records that hold each."""

    known: Mapping[str, int]

    @cached_property
    def _by_beginning(self) -> Mapping[tuple[str, int], list[str]]:
        """First letter and length to words."""
        words: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.known:
            words[word[0], len(word)].append(word)
        return words

    @cached_property
    def _by_rest(self) -> Mapping[str, list[str]]:
        """All letters but the first to words."""
        words: dict[str, list[str]] = defaultdict(list)
        for word in self.known:
            words[word[1:]].append(word)
        return words

    def near(self, word: str, errors: int) -> list[tuple[str, int]]:
        """Words with at most so many errors, each with its number.

        Whoever errs in a short word, or twice, has at least begun rightly: only a single error in a longer word may be
        in its first letter.
        """
        # An error changes a word's length by one letter at most.
        lengths = range(len(word) - errors, len(word) + errors + 1)
        listed = [other for length in lengths for other in self._by_beginning.get((word[0], length), ())]
        scored = process.extract(word, listed, scorer=OSA.distance, score_cutoff=errors, limit=None)
        distances = {other: int(distance) for other, distance, _place in scored}
        if len(word) < _SHORTEST_ILL_BEGUN:
            return list(distances.items())
        # One error in the first letter: another letter, one too few, one too many, or the first two swapped.
        swapped = word[1:2] + word[:1] + word[2:]
        others = [*self._by_rest.get(word[1:], ()), *self._by_rest.get(word, ()), word[1:], swapped]
        distances |= {other: 1 for other in others if other in self.known and other not in distances}
        return list(distances.items())


def similar(
    word: str, spellings: Spellings, fits: Callable[[str], bool] = lambda _word: True, is_usual: bool = False
) -> list[str]:
    """Words of the index that this one may be a misspelling of: fewest errors first, then the most frequent.

    fits: whether a word may be proposed at all. is_usual: see `allowed_errors`.
    """
    errors = allowed_errors(word, is_usual)
    if not errors:
        return []
    near = spellings.near(word, errors)
    near.sort(key=lambda entry: (entry[1], entry[0][0] != word[0], -spellings.known[entry[0]], entry[0]))
    return list(islice((other for other, _errors in near if fits(other)), _KEPT))


@dataclass(frozen=True, slots=True)
class SpellingCorrections:
    """Folded words that an index doesn't hold, each with those it may be a misspelling of; and what the last word may
    be the beginning of, if it is one of them."""

    unknown: Mapping[str, Sequence[str]]
    completions: Sequence[str] = ()

    def variants(self, last: QueryWord | None) -> dict[str, list[str]]:
        """Words to look for beside each unknown word; the last may be unfinished rather than misspelled."""
        options = {word: list(similar_words) for word, similar_words in self.unknown.items()}
        if last is not None and last.folded in options:
            options[last.folded] = list(dict.fromkeys([*self.completions, *options[last.folded]]))
        return options


def corrected(reading: ParsedText, mending: SpellingCorrections) -> str:
    """The query with its unknown words mended, or "" when there is nothing to propose. Never the query itself."""
    last = reading.last
    mended = []
    for word in reading.all_words:
        options = mending.unknown.get(word.folded, ())
        if options and not (last is not None and word is last and mending.completions):
            mended.append(options[0])
        else:
            mended.append(word.typed)
    proposal = " ".join(mended)
    return "" if fold(proposal) == fold(" ".join(word.typed for word in reading.all_words)) else proposal
