"""Text to tokens: the one analysis that both engines index and both are asked with.

A token's `text` is what the index holds: a folded stem. `word` is the folded whole word, for exact and near matching.
Positions count words, so that phrases work; the sign groups of an unspaced run follow each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.folding import fold, lower, normalise
from search.analysis.segmentation import pieces
from search.analysis.stemming import stem

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
        word = fold(piece.text)
        if not word or len(word) > LONGEST_WORD:
            continue
        text_form = word if piece.is_group else _folded_stem(piece.text, language)
        tokens.append(Token(text_form, word, len(tokens), piece.start, piece.end, piece.is_group, piece.run))
    return tokens


def stems(text: str, language: str = "en") -> list[str]:
    return [token.text for token in analyse(text, language)]


def words(text: str) -> list[str]:
    """Folded whole words (or sign groups), unstemmed."""
    return [token.word for token in analyse(text, "")]


def joined(parts: Iterable[str]) -> str:
    """Tokens as one line for an index that splits at white space only."""
    return " ".join(parts)


@lru_cache(maxsize=131072)
def _folded_stem(word: str, language: str) -> str:
    lowered = lower(word, language)
    if "'" in lowered or "’" in lowered or "ʼ" in lowered:
        lowered = _without_clitic(lowered.replace("’", "'").replace("ʼ", "'"), language)
    return fold(stem(lowered, language)).replace("'", "") or fold(word)


def _without_clitic(word: str, language: str) -> str:
    """l'exploitation, dell'anno, worker's, Türkiye'de: the part that carries the meaning."""
    if language == "uk":
        return word.replace("'", "")
    head, _mark, tail = word.partition("'")
    if language in {"fr", "it", "ca"} and tail:
        return tail
    return head or tail
