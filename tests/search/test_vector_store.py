"""Vectors by content: made once, kept, and there at the first asking."""

import numpy as np

from search.encoder.port import DIMENSIONS
from search.encoder.store import VectorStore


class Counting:
    """A port of its own: each text's vector points along one axis."""

    name = "counting"

    def __init__(self):
        self.made = 0

    def query(self, text, *, is_private=False):
        return self.passages([text])[0]

    def passages(self, texts):
        self.made += len(texts)
        made = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        made[range(len(texts)), [len(text) for text in texts]] = 1.0
        return made


def test_the_first_vectors_of_an_empty_store_are_not_zero_and_are_made_once(tmp_path):
    encoder, store = Counting(), VectorStore(tmp_path / "own.bin", shipped=tmp_path / "none.bin")
    first = store.quantised(["abc", "", "abcde"], encoder)
    assert first[0].argmax() == 3
    assert not first[1].any()
    assert first[2].argmax() == 5
    again = VectorStore(tmp_path / "own.bin", shipped=tmp_path / "none.bin").quantised(["abc"], encoder)
    assert (again == first[:1]).all()
    assert encoder.made == 2
