"""A share of tools with its interval."""

from __future__ import annotations

from scipy.special import betaincinv


def share_interval(count: int, total: int, credibility: float = 0.95) -> tuple[float, float]:
    """The equal-tailed Jeffreys interval of a share (Brown, Cai, DasGupta 2001); 0 to 1 when there is nothing to count.

    At the ends it is closed: no tool of ten gives 0 to 0.22, not a lower end above the share itself.
    """
    if total <= 0:
        return 0.0, 1.0
    tail = (1.0 - credibility) / 2.0
    low = 0.0 if count == 0 else float(betaincinv(count + 0.5, total - count + 0.5, tail))
    high = 1.0 if count == total else float(betaincinv(count + 0.5, total - count + 0.5, 1.0 - tail))
    return low, high
