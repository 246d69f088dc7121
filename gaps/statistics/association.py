"""Is a count of tools with two properties more or less than the two properties alone would give?

Tools are the units, not tags: a tool has several types and regions, so pairs of tags are not independent and a
chi-squared test on summed pairs calls chance a finding. Fisher's conditional argument holds for tools: with the
number of tools, of those with the row's term and of those with the column's term given, the number with both is
hypergeometric when the two have nothing to do with each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, gammaln

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

# A tail is summed until its terms fall below e**-45 (3e-20) of its first; the sum is then exact to double precision.
NEGLIGIBLE = 45.0
# The gamma prior of the information component.
SHRINKAGE = 0.5


def hypergeometric_mid_p(both: Counts, total: int, rows: Counts, columns: Counts) -> tuple[Floats, Counts]:
    """Two-sided exact mid-p and direction of each cell.

    ``both``, ``rows`` and ``columns`` broadcast to one shape: tools with both terms, with the row's, with the
    column's, out of ``total``. The mid-p value counts half of the observed outcome; the two-sided one is twice the
    smaller side, at most 1 (Agresti, Categorical Data Analysis, 3.5). The direction is -1 when there are fewer than
    expected, 1 when more, 0 when exactly as many.
    """
    both, rows, columns = (np.asarray(part, dtype=np.int64) for part in np.broadcast_arrays(both, rows, columns))
    shape = both.shape
    k, m, n = both.ravel(), rows.ravel(), columns.ravel()
    low = np.maximum(0, m + n - total)
    high = np.minimum(m, n)
    if np.any((k < low) | (k > high) | (m < 0) | (n < 0) | (m > total) | (n > total)):
        raise ValueError("A count lies outside of what its totals allow.")
    product, direction = m * n, np.zeros(k.shape, dtype=np.int64)
    direction[k * total < product] = -1
    direction[k * total > product] = 1
    # From the observed count outward, away from the expected one: terms only fall, so the tail can be cut off.
    step = np.where(direction > 0, 1, -1)
    reach = np.where(step > 0, high - k, k - low)
    length = np.minimum(reach, _tail_length(k, m, n, total)) + 1
    owner = np.repeat(np.arange(k.size), length)
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    x = k[owner] + step[owner] * within
    table = gammaln(np.arange(total + 2, dtype=np.float64) + 1.0)
    constant = table[m] + table[total - m] + table[n] + table[total - n] - table[total]
    mo, no = m[owner], n[owner]
    logs = constant[owner] - table[x] - table[mo - x] - table[no - x] - table[total - mo - no + x]
    terms = np.exp(logs)
    starts = np.cumsum(length) - length
    tail = np.add.reduceat(terms, starts) if terms.size else np.zeros(0)
    mid = tail - 0.5 * terms[starts] if terms.size else tail
    p = np.minimum(1.0, 2.0 * np.minimum(mid, 1.0 - mid))
    return np.maximum(p, 0.0).reshape(shape), direction.reshape(shape)


def _tail_length(k: Counts, m: Counts, n: Counts, total: int) -> Counts:
    """How many terms a tail needs before the rest is negligible: about as many standard deviations as e**-45 asks.

    The spread of the tail is at most that of the whole distribution, and its terms fall at least as fast as those of
    a normal curve begun at the mode, with an exponential's pace for small counts.
    """
    share = m / max(total, 1)
    variance = n * share * (1 - share) * (total - n) / max(total - 1, 1)
    return np.ceil(np.sqrt(2 * NEGLIGIBLE * variance) + NEGLIGIBLE).astype(np.int64)


def information_component(observed: Floats, expected: Floats, credibility: float) -> tuple[Floats, Floats, Floats]:
    """The component and its credible interval (equal tails), in powers of two: -1 means half as many as expected.

    It is log2 of observed over expected, pulled towards zero where little is known: BCPNN in its gamma form (Norén,
    Hopstadius, Bate, Stat Methods Med Res 2013), observed ~ Poisson(expected x mu), mu ~ Gamma(1/2, 1/2). With one
    tool expected and none seen the ratio is 0.33, not 0; with 100 and 50 it is 0.502.
    """
    shape = np.asarray(observed, dtype=np.float64) + SHRINKAGE
    rate = np.asarray(expected, dtype=np.float64) + SHRINKAGE
    tail = (1.0 - credibility) / 2.0
    component = np.log2(shape / rate)
    low = np.log2(gammaincinv(shape, tail) / rate)
    high = np.log2(gammaincinv(shape, 1.0 - tail) / rate)
    return component, low, high


def benjamini_hochberg(p: Floats, is_tested: NDArray[np.bool_]) -> Floats:
    """The smallest level at which each tested cell would be called different; NaN where a cell is not tested.

    Many cells, one map: Benjamini and Hochberg's step-up over the cells that could be flagged at all.
    """
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
