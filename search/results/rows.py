"""One line of a list: the record's card, and why it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.presentation.cards import Card, card_of
from catalogue.records import Record
from search.engines.base import Hit
from text.active_language import active_language

REASONS = {
    "name": _("Name"),
    "alias": _("Also known as"),
    "organisation": _("Organisation"),
    "summary": _("Description"),
    "tagline": _("Description"),
    "classification": _("Classified as"),
    "place": _("Place"),
    "source": _("Source"),
    "meaning": _("Close in meaning"),
}
# Reasons that are labels of terms.
TERMS = ("classification", "place")
MOST_REASONS = 2
# What records are written in; translations of their texts stand beside it.
ORIGINAL_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Reason:
    """``language``: of the text, where it is another one than the reader's and is known."""

    label: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A checkbox that takes the tool into a comparison or shortlist."""

    name: str = "tool"
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ResultRow:
    """``is_found_as_global``: found under a region only because it is open to the whole world."""

    card: Card
    reasons: tuple[Reason, ...]
    is_found_as_global: bool
    score: float
    ended: int | None = None
    pick: Pick = Pick()

    @property
    def notes(self) -> list[str]:
        """What must be said of it here, in sentences."""
        said = []
        if self.ended:
            said.append(gettext("Ended in %(year)s.") % {"year": self.ended})
        if self.is_found_as_global:
            said.append(gettext("Worldwide; not named for the region you chose."))
        return said

    @property
    def slug(self) -> str:
        return self.card.slug


def result_row(record: Record, hit: Hit, spoken: Mapping[str, str] | None = None) -> ResultRow:
    """In the active language. ``spoken``: labels of terms in other languages with those in the reader's."""
    return ResultRow(
        card=card_of(record),
        reasons=reasons_of(hit, spoken or {}, record),
        is_found_as_global=hit.is_global,
        score=hit.score,
        ended=record.ended if record.status == "discontinued" else None,
    )


def reasons_of(hit: Hit, spoken: Mapping[str, str], record: Record) -> tuple[Reason, ...]:
    """Why it was found, in words; the same piece of text once."""
    reasons: dict[str, Reason] = {}
    for match in hit.matched:
        if match.field in REASONS and match.text and match.text not in reasons:
            text = spoken.get(match.text, match.text) if match.field in TERMS else match.text
            reasons[match.text] = Reason(str(REASONS[match.field]), text, _foreign_language(match.text, record))
    return tuple(reasons.values())[:MOST_REASONS]


def _foreign_language(piece: str, record: Record) -> str:
    """The language of a piece out of the record's own text, for a reader of another one."""
    reads_original = active_language() == ORIGINAL_LANGUAGE
    if reads_original or piece.strip("… ") not in record.summary:
        return ""
    return ORIGINAL_LANGUAGE
