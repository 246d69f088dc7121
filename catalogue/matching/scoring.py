"""Features → a probability that two descriptions are of the same initiative, with the reasons in words.

The weights are those of a logistic regression over 15,414 pairs: independent descriptions of registered initiatives and
descriptions made from their other names and one-sentence summaries (same), and every record against the most alike
other records of the registry (different), rounded; two that the pairs hold too few cases of, another number in the name
and the same repository, are set by judgement. ``tests/catalogue/test_matching.py`` holds what they must reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from django.utils.translation import gettext as _

from catalogue.matching.features import Features

# At least LIKELY: a possible duplicate, for a curator to decide. At least SURE, under the same name: the same record.
LIKELY = 0.5
SURE = 0.9

_BASE = -9.5
_NAME, _RARE_NAME, _EXACT, _OTHER_NUMBER = 2.2, 0.9, 3.2, -3.0
_ORGANISATION, _NO_ORGANISATION, _PARTNER, _RARE_NAME_AND_ORGANISATION = 2.2, 3.2, -0.5, 0.5
_PAGE, _OTHER_SITE, _REPOSITORY = 2.9, -2.0, 3.0
_SUMMARY, _NO_SUMMARY, _SUMMARY_AND_ORGANISATION, _SUMMARY_AND_NAME = 5.0, 1.5, 3.8, 1.2
_PLACE, _OTHER_PLACE, _TYPES, _YEAR, _OTHER_YEAR = 1.7, -1.0, 0.75, 0.6, -1.5


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` of the record (its slug), ``score`` 0..1, ``reasons`` in words, best first."""

    key: str
    score: float
    reasons: tuple[str, ...]
    is_same_name: bool
    features: Features

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def is_sure(self) -> bool:
        """The same without a person's decision: the same name, and organisation, address or description agree."""
        seen = self.features
        backed = (
            (seen.organisation or 0) >= 0.6 or seen.page >= 0.5 or seen.repository > 0 or (seen.summary or 0) >= 0.5
        )
        return self.score >= SURE and self.is_same_name and backed


def score(seen: Features) -> float:
    organisation = seen.organisation or 0.0
    summary = seen.summary or 0.0
    total = _BASE + _NAME * seen.name + _RARE_NAME * seen.name * seen.rare
    total += _EXACT * seen.is_exact + _OTHER_NUMBER * seen.has_other_number
    total += _NO_ORGANISATION if seen.organisation is None else _ORGANISATION * organisation
    total += _PARTNER * seen.is_partner + _RARE_NAME_AND_ORGANISATION * seen.name * seen.rare * organisation
    total += _PAGE * seen.page if seen.page > 0 else _OTHER_SITE * -seen.page
    total += _REPOSITORY * seen.repository
    total += _NO_SUMMARY if seen.summary is None else _SUMMARY * summary
    total += _SUMMARY_AND_ORGANISATION * summary * organisation + _SUMMARY_AND_NAME * summary * seen.name
    total += _PLACE if seen.place > 0 else _OTHER_PLACE if seen.place < 0 else 0.0
    total += _TYPES * seen.types
    total += _YEAR if seen.years > 0 else _OTHER_YEAR if seen.years < 0 else 0.0
    return 1 / (1 + exp(-total))


def reasons(seen: Features) -> tuple[str, ...]:
    """Sentences for a curator, the strongest first."""
    found: list[str] = []
    if seen.is_exact:
        found.append(_("the same name"))
    elif seen.name >= 0.85:
        found.append(_("nearly the same name"))
    elif seen.name >= 0.55:
        found.append(_("a similar name"))
    if seen.repository:
        found.append(_("the same source code"))
    if seen.page >= 0.6:
        found.append(_("the same web address"))
    elif seen.page > 0:
        found.append(_("the same web site"))
    if seen.organisation is not None and seen.organisation >= 0.8:
        found.append(_("a partner in common") if seen.is_partner else _("the same organisation"))
    elif seen.organisation is not None and seen.organisation >= 0.5:
        found.append(_("a similar organisation"))
    if seen.summary is not None and seen.summary >= 0.3:
        found.append(_("a similar description"))
    if seen.place > 0:
        found.append(_("the same country"))
    if seen.has_other_number:
        found.append(_("but another number in the name"))
    if seen.page < 0:
        found.append(_("but another web site"))
    return tuple(found)
