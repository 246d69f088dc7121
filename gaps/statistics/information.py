"""The information component: log2 of observed over expected, pulled towards zero where little is known.

BCPNN in its gamma form (Norén, Hopstadius, Bate, Stat Methods Med Res 2013): observed ~ Poisson(expected x mu),
mu ~ Gamma(1/2, 1/2). With one tool expected and none seen the ratio is 0.33, not 0; with 100 and 50 it is 0.502.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv

from gaps.statistics.association import Floats

SHRINKAGE = 0.5


def information_component(observed: Floats, expected: Floats, credibility: float) -> tuple[Floats, Floats, Floats]:
    """The component and its credible interval (equal tails), in powers of two: -1 means half as many as expected."""
    shape = np.asarray(observed, dtype=np.float64) + SHRINKAGE
    rate = np.asarray(expected, dtype=np.float64) + SHRINKAGE
    tail = (1.0 - credibility) / 2.0
    component = np.log2(shape / rate)
    low = np.log2(gammaincinv(shape, tail) / rate)
    high = np.log2(gammaincinv(shape, 1.0 - tail) / rate)
    return component, low, high
