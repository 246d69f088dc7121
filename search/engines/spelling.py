"""Corrections and completions of query words from the words that the index holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.folding import fold
from search.ranking.reading import Reading, Word

_KEPT: Final = 3


def allowed_errors(word: str) -> int:
    """Wrong, missing, surplus or swapped letters forgiven in a word of this length; numbers are never mended."""
    if any(character.isdigit() for character in word) or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def similar(word: str, known: Mapping[str, int], listed: Sequence[str] = ()) -> list[str]:
    """Words of the index that this one may be a misspelling of: fewest errors first, then the most frequent.

    known: word to the number of records that hold it. listed: the same words, where a list is at hand.
    """
    errors = allowed_errors(word)
    if not errors:
        return []
    found = process.extract(word, listed or list(known), scorer=OSA.distance, score_cutoff=errors, limit=24)
    found.sort(key=lambda entry: (entry[1], entry[0][0] != word[0], -known[entry[0]]))
    return [entry[0] for entry in found[:_KEPT]]


def variants_of(
    unknown: Mapping[str, Sequence[str]], last: Word | None, completions: Iterable[str]
) -> dict[str, list[str]]:
    """Words to look for beside each unknown word; the last may be unfinished rather than misspelled."""
    found = {word: list(similar_words) for word, similar_words in unknown.items()}
    if last is not None and last.folded in found:
        found[last.folded] = list(dict.fromkeys([*completions, *found[last.folded]]))
    return found


def corrected(reading: Reading, unknown: Mapping[str, Sequence[str]], completions: Sequence[str]) -> str:
    """The query with its unknown words mended, or "" when there is nothing to propose. Never the query itself."""
    last = reading.last
    mended = []
    for word in reading.all_words:
        options = unknown.get(word.folded, ())
        if options and not (last is not None and word is last and completions):
            mended.append(options[0])
        else:
            mended.append(word.typed)
    proposal = " ".join(mended)
    return "" if fold(proposal) == fold(" ".join(word.typed for word in reading.all_words)) else proposal
