"""What kind of evidence a record's claims amount to: the vocabulary ``evidence``, derived, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.records import Claim

NO_CLAIM = "no-claim"


def evidence_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Slugs of the vocabulary: independent-evaluation, quantitative-claim, qualitative-claim, or no-claim alone."""
    if not claims:
        return (NO_CLAIM,)
    found = []
    if any(claim.is_independent for claim in claims):
        found.append("independent-evaluation")
    if any(claim.method in ("quantitative", "mixed") for claim in claims):
        found.append("quantitative-claim")
    if any(claim.method in ("qualitative", "mixed", "") for claim in claims):
        found.append("qualitative-claim")
    return tuple(found)
