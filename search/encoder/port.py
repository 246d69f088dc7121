"""What the search needs of a sentence encoder, whatever model is behind it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# As wide as the vectors are that an index holds: those of the encoder that the ranking weighs.
DIMENSIONS = 384


class Encoder(Protocol):
    """Maps texts of any language to unit vectors, so that a dot product is the cosine of their meanings."""

    name: str
    dimensions: int

    def query(self, text: str, *, is_private: bool = False) -> Vectors:
        """Shape (dimensions,), length 1. is_private: the text is not to be remembered."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimensions), rows of length 1; a text's row is the same whatever stands beside it."""
        ...

    def is_usual(self, word: str) -> bool:
        """Whether the model knows this as one word of some language; a misspelt word falls into pieces, as do rare
        ones."""
        ...
