"""What cosines are usual: a fixed sample of passages, the same for every engine and every size of the catalogue.

E5's cosines lie between 0.7 and 0.9 whatever is asked, at a level that differs by language and length. Measured in
deviations from a sample of passages of this field they become comparable, and "nothing fits" becomes visible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from search.encoder.port import Vectors
from search.encoder.store import restore

SAMPLE: Final = Path(__file__).resolve().parent.parent / "data" / "background.npz"


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and deviation of the query's cosines to the background passages, for each space."""

    values: Mapping[str, tuple[float, float]]


@lru_cache(maxsize=1)
def _sample() -> dict[str, Vectors]:
    with np.load(SAMPLE) as arrays:
        return {space: restore(arrays[space]) for space in arrays.files}


def background(query: Vectors, spaces: Sequence[str]) -> Background:
    """Mean and deviation of the query's cosines with the sample of each space."""
    values = {}
    for space in spaces:
        cosines = _sample()[space] @ query
        values[space] = (float(cosines.mean()), float(cosines.std()))
    return Background(values)
