"""What kind of evidence a record's claims amount to: the vocabulary ``evidence``, derived, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.records import Claim

NO_CLAIM = "no-claim"


def evidence_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The slug of the strongest kind of evidence, alone in a tuple, as other classifications are tuples.

    A claim that mixes figures and words counts as figures; one without a method is words.
    """
    if not claims:
        return (NO_CLAIM,)
    if any(claim.is_independent for claim in claims):
        return ("independent-evaluation",)
    if any(claim.method in ("quantitative", "mixed") for claim in claims):
        return ("quantitative-claim",)
    return ("qualitative-claim",)
