"""Is enough recorded of a field for a share to say something about tools, and not about who filled in what?"""

from __future__ import annotations

# The part of the tools of which a field must be known. With less, the tools of which nothing is known could turn any
# share into its opposite, and no interval says so: intervals speak of chance, not of empty fields.
MINIMUM_RECORDED = 0.5


def is_enough_recorded(known: int, total: int) -> bool:
    """Whether a share, a comparison or an interval may be given; False where there is nothing to count."""
    return known > 0 and known >= MINIMUM_RECORDED * total
