"""Features → a probability that two descriptions are of the same initiative, with the reasons in words.

The weights are those of a logistic regression over 31,458 pairs, rounded: descriptions made by rule from one half of
the registry's records (``benchmarks/variations.py``) against those records and the most alike others, and every record
against the most alike other records. Another number in the name, the same repository and the same words are set by
judgement, since the pairs hold too few cases. ``python -m benchmarks matching`` measures on the other half,
``tests/catalogue/test_matching.py`` holds what must be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from django.utils.translation import gettext as _

from catalogue.matching.features import Features

# At least LIKELY: a possible duplicate, for a curator to decide. At least SURE, under the same name: the same record.
LIKELY = 0.5
SURE = 0.9

_BASE = -9.55
# The name: alike, the very one, an alias, differing by plain words, by typing errors, initials, across scripts
_NAME, _RARE_NAME, _EXACT, _EXACT_AND_RARE, _ALIAS = 3.75, 1.35, 1.65, 1.55, 1.45
_WRAPPED, _NEAR, _INITIALS, _SOUND = 1.95, 2.3, 1.55, 0.65
_OTHER_NUMBER, _OTHER_PLACE_NAMED = -5.0, -3.45
# The organisation, and what it adds to a name that is only like
_ORGANISATION, _PARTNER, _RARE_NAME_AND_ORGANISATION = 2.15, -0.7, 1.05
_WRAPPED_AND_ORGANISATION, _NEAR_AND_ORGANISATION = 2.15, 1.2
_INITIALS_AND_ORGANISATION, _SOUND_AND_ORGANISATION = 1.55, 1.1
_PAGE, _OTHER_SITE, _REPOSITORY = 2.3, -1.05, 3.0
_SUMMARY, _NO_SUMMARY, _SUMMARY_AND_ORGANISATION, _SUMMARY_AND_NAME = 2.1, 1.65, 1.5, 1.55
# Nobody writes the same forty words twice.
_COPIED, _COPY = 3.0, 0.8
_PLACE, _OTHER_PLACE, _TYPES, _YEAR, _OTHER_YEAR = 0.65, -3.3, 1.05, 0.8, -0.6


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """``key`` of the record (its slug), ``score`` 0..1."""

    key: str
    score: float
    is_same_name: bool
    features: Features

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words, best first."""
        return reasons(self.features)

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
        elsewhere = seen.place < 0 or seen.has_other_place or seen.has_other_number
        return self.score >= SURE and self.is_same_name and backed and not elsewhere


def score(seen: Features) -> float:
    organisation = seen.organisation or 0.0
    summary = seen.summary or 0.0
    total = _BASE + _NAME * seen.name + _RARE_NAME * seen.name * seen.rare
    total += _name_variants(seen, organisation)
    total += _OTHER_NUMBER * seen.has_other_number + _OTHER_PLACE_NAMED * seen.has_other_place
    total += _ORGANISATION * organisation + _PARTNER * seen.is_partner
    total += _RARE_NAME_AND_ORGANISATION * seen.name * seen.rare * organisation
    total += _PAGE * seen.page if seen.page > 0 else _OTHER_SITE * -seen.page
    total += _REPOSITORY * seen.repository
    total += _NO_SUMMARY if seen.summary is None else _SUMMARY * summary
    total += _COPIED * (summary >= _COPY)
    total += _SUMMARY_AND_ORGANISATION * summary * organisation + _SUMMARY_AND_NAME * summary * seen.name
    total += _signed(seen.place, _PLACE, _OTHER_PLACE)
    total += _TYPES * seen.types
    total += _signed(seen.years, _YEAR, _OTHER_YEAR)
    return 1 / (1 + exp(-total))


def _signed(comparison: int, same: float, different: float) -> float:
    """What a comparison adds that says the same (above 0), different (below), or nothing."""
    if comparison > 0:
        return same
    return different if comparison < 0 else 0.0


def _name_variants(seen: Features, organisation: float) -> float:
    """What the ways add in which a name may be the same or nearly so."""
    if seen.name == 1.0:
        return (_EXACT if seen.is_exact else _ALIAS) + _EXACT_AND_RARE * seen.rare
    total = (_WRAPPED + _WRAPPED_AND_ORGANISATION * organisation) * seen.wrapped
    total += (_NEAR + _NEAR_AND_ORGANISATION * organisation) * seen.near
    total += (_INITIALS + _INITIALS_AND_ORGANISATION * organisation) * seen.initials
    total += (_SOUND + _SOUND_AND_ORGANISATION * organisation) * seen.sound
    return total


def reasons(seen: Features) -> tuple[str, ...]:
    """Sentences for a curator, the strongest first."""
    sentences: list[str] = []
    if seen.is_exact or seen.is_alias:
        sentences.append(_("the same name"))
    elif seen.name >= 0.85:
        sentences.append(_("nearly the same name"))
    elif seen.name >= 0.55:
        sentences.append(_("a similar name"))
    if seen.repository:
        sentences.append(_("the same source code"))
    if seen.page >= 0.6:
        sentences.append(_("the same web address"))
    elif seen.page > 0:
        sentences.append(_("the same web site"))
    if seen.organisation is not None and seen.organisation >= 0.8:
        sentences.append(_("a partner in common") if seen.is_partner else _("the same organisation"))
    elif seen.organisation is not None and seen.organisation >= 0.5:
        sentences.append(_("a similar organisation"))
    if seen.summary is not None and seen.summary >= 0.3:
        sentences.append(_("a similar description"))
    if seen.place > 0:
        sentences.append(_("the same country"))
    if seen.has_other_number:
        sentences.append(_("but another number in the name"))
    if seen.page < 0:
        sentences.append(_("but another web site"))
    return tuple(sentences)
