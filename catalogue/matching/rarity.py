"""How telling a word is: rare words of the registry weigh much, words that half of it uses weigh little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

_MOST_KEPT = 50_000


class Rarity:
    """Inverse document frequency; a word never seen counts as the rarest."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for words in documents:
            counts.update(set(words))
            total += 1
        self.total = max(total, 1)
        self.counts = counts
        self.most = log(1 + self.total)
        self._squares: dict[frozenset[str], float] = {}
        self._weights = {word: log((1 + self.total) / (0.5 + count)) for word, count in counts.items()}

    def weight(self, word: str) -> float:
        """Between about 0 (every document) and ``most``."""
        return self._weights.get(word, self.most)

    def sum(self, words: Iterable[str]) -> float:
        weights, most = self._weights, self.most
        return sum(weights.get(word, most) for word in words)

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Similarity of two sets of words, 0 to 1."""
        shared = one & other
        if not shared:
            return 0.0
        return self._square(shared) / (self._kept_square(one) * self._kept_square(other)) ** 0.5

    def _square(self, words: Iterable[str]) -> float:
        weights, most = self._weights, self.most
        return sum(weights.get(word, most) ** 2 for word in words)

    def _kept_square(self, words: frozenset[str]) -> float:
        """An entry is compared with many others, so its length is kept."""
        square = self._squares.get(words)
        if square is None:
            if len(self._squares) > _MOST_KEPT:
                self._squares.clear()
            square = self._squares[words] = self._square(words)
        return square
