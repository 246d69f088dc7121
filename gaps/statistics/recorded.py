"""Is enough recorded of a field for a share to say something about tools, and not about who filled in what?"""

from __future__ import annotations

from scipy.special import betaincinv

# The part of the tools of which a field must be known. With less, the tools of which nothing is known could turn any
# share into its opposite, and no interval says so: intervals speak of chance, not of empty fields.
MINIMUM_RECORDED = 0.5


def is_enough_recorded(known: int, total: int) -> bool:
    """Whether a share, a comparison or an interval may be given; False where there is nothing to count."""
    return known > 0 and known >= MINIMUM_RECORDED * total


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
