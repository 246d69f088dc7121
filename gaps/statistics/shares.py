"""Is a term rarer than an even share? Exact, with tools as the units.

If every term of an axis were equally likely, a tool that carries m of its n terms would carry a given one with
probability m/n. The number of tools with that term is then a sum of independent yes-or-no's with known chances, a
Poisson-binomial distribution, the same for every term of the axis.
"""

from __future__ import annotations

import numpy as np

from gaps.statistics.association import NEGLIGIBLE, Counts, Floats


def even_share_distribution(tools_by_labels: Counts, terms: int) -> tuple[int, Floats]:
    """The lowest count worth naming, and the probabilities from it upward; the rest together is below e**-45.

    ``tools_by_labels[m]``: tools that carry m of the ``terms`` terms.
    """
    total = int(tools_by_labels.sum())
    chances = np.minimum(np.arange(len(tools_by_labels)) / terms, 1.0)
    mean = float((tools_by_labels * chances).sum())
    variance = float((tools_by_labels * chances * (1 - chances)).sum())
    reach = np.sqrt(2 * NEGLIGIBLE * variance) + NEGLIGIBLE  # Bernstein's inequality
    low, high = max(0, int(mean - reach)), min(total, int(mean + reach) + 1)
    # The characteristic function of a sum is the product of those of its parts; a Fourier transform inverts it. One
    # as long as the window is enough: what lies outside folds back onto it, and is negligible.
    length = high - low + 1
    points = np.exp(-2j * np.pi * np.arange(length) / length)
    transform = np.ones(length, dtype=np.complex128)
    for tools, chance in zip(tools_by_labels, chances, strict=True):
        transform *= (1 - chance + chance * points) ** int(tools)
    distribution = np.roll(np.fft.ifft(transform).real, -(low % length))
    return low, np.clip(distribution, 0.0, 1.0)


def share_p(observed: Counts, low: int, distribution: Floats) -> Floats:
    """Two-sided exact p of each count under the distribution of ``even_share_distribution``.

    The whole observed outcome counts here, not half of it: the terms of an axis compete for the same tools, and with
    the mid-p 6 % of axes of 17 equal terms carried a false verdict.
    """
    at = np.asarray(observed) - low
    is_inside = (at >= 0) & (at < distribution.size)
    at = np.clip(at, 0, distribution.size - 1)
    below = np.cumsum(distribution)[at]
    above = 1.0 - below + distribution[at]
    return np.where(is_inside, np.clip(2.0 * np.minimum(below, above), 0.0, 1.0), 0.0)
