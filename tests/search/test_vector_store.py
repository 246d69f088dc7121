"""Vectors by content: made once, kept, and there at the first asking."""

import numpy as np
import pytest

from search.encoder.port import DIMENSIONS
from search.encoder.store import VectorStore
from search.engines.embedded import vectors


class Counting:
    """A port of its own: each text's vector points along one axis."""

    name = "counting"
    dimensions = DIMENSIONS

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


@pytest.mark.parametrize("count", [1, 385])
def test_without_simsimd_the_same_rows_are_nearest(monkeypatch, count):
    random = np.random.default_rng(7)
    rows = random.integers(-127, 128, (count, DIMENSIONS)).astype(np.int8)
    rows[count // 2] = 0
    query = random.integers(-127, 128, DIMENSIONS).astype(np.int8)
    assert vectors.cdist is not None, "simsimd is one of the dependencies and must load."
    compared = vectors._distances(query, rows)
    monkeypatch.setattr(vectors, "cdist", None)
    computed = vectors._distances(query, rows)
    assert computed.dtype == compared.dtype == np.float32
    assert np.allclose(computed, compared, atol=1e-6)
    assert computed[count // 2] == compared[count // 2] == 1.0
    assert np.array_equal(np.argsort(computed, kind="stable"), np.argsort(compared, kind="stable"))
    assert set(vectors._distances(np.zeros(DIMENSIONS, dtype=np.int8), rows)) == {1.0}
