"""Many cells, one map: Benjamini and Hochberg's step-up over the cells that could be flagged at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaps.statistics.association import Floats


def benjamini_hochberg(p: Floats, is_tested: NDArray[np.bool_]) -> Floats:
    """The smallest level at which each tested cell would be called different; NaN where a cell is not tested."""
    q = np.full(p.shape, np.nan)
    tested = p[is_tested]
    if not tested.size:
        return q
    order = np.argsort(tested, kind="stable")
    ranked = tested[order] * tested.size / np.arange(1, tested.size + 1)
    adjusted = np.empty_like(ranked)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    q[is_tested] = adjusted
    return q
