"""Text to tokens: the one analysis that both engines index and both are asked with.

A token's `text` is what the index holds: a folded stem. `word` is the folded whole word, for exact and near matching.
Positions count words, so that phrases work; the sign groups of an unspaced run follow each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from text.folding import fold, lower, normalise, straighten
from text.segmentation import cuts, pieces
from text.stemming import stem

# Longer runs are keys, hashes or noise; both engines drop terms that are much longer.
LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Token:
    """`source[start:end]` is the place in the normalised text; `is_group` marks a group of an unspaced script."""

    text: str
    word: str
    position: int
    start: int
    end: int
    is_group: bool = False
    run: int = 0


def analyse(text: str, language: str = "en") -> list[Token]:
    """Tokens of `text` as the given language stems them. Offsets refer to `normalise(text)`."""
    tokens: list[Token] = []
    for piece in pieces(normalise(text)):
        form, word = _forms(piece.text, piece.is_group, language)
        if word:
            tokens.append(Token(form, word, len(tokens), piece.start, piece.end, piece.is_group, piece.run))
    return tokens


def stems(text: str, language: str = "en") -> list[str]:
    """The texts of the tokens alone, which is all that an index wants and half the work."""
    return [form for form, word in _all_forms(text, language) if word]


def words(text: str) -> list[str]:
    """Folded whole words (or sign groups), unstemmed."""
    return [word for _form, word in _all_forms(text, "") if word]


def _all_forms(text: str, language: str) -> Iterator[tuple[str, str]]:
    for cut, is_group in cuts(normalise(text)):
        yield _forms(cut, is_group, language)


@lru_cache(maxsize=262144)
def _forms(cut: str, is_group: bool, language: str) -> tuple[str, str]:
    """What the index holds, and the whole word, folded; empty for what is no word to search for."""
    word = fold(cut)
    if not word or len(word) > LONGEST_WORD:
        return "", ""
    return (word if is_group or not language else _folded_stem(cut, language)), word


def _folded_stem(word: str, language: str) -> str:
    lowered = lower(straighten(word), language)
    if "'" in lowered:
        lowered = _without_clitic(lowered, language)
    return fold(stem(lowered, language)).replace("'", "") or fold(word)


def _without_clitic(word: str, language: str) -> str:
    """l'exploitation, dell'anno, worker's, Türkiye'de: the part that carries the meaning."""
    if language == "uk":
        return word.replace("'", "")
    head, _mark, tail = word.partition("'")
    if language in {"fr", "it", "ca"} and tail:
        return tail
    return head or tail
