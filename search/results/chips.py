"""What is asked, piece by piece, each with the address of the same question without it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.engines.base import SearchOutcome
from search.facets import BY_KEY
from search.query import HAVE, ToolQuery, clean_remainder
from taxonomy.index import VocabularyIndex


@dataclass(frozen=True, slots=True)
class Chip:
    """``facet`` says what kind of choice it is; ``url`` takes it away."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A part of the text understood as the facet ``key``'s ``value``; ``query`` has it as a filter."""

    phrase: str
    key: str
    value: str
    facet: str
    label: str
    query: ToolQuery

    @property
    def url(self) -> str:
        return self.query.url()


def chips_of(query: ToolQuery, index: VocabularyIndex) -> tuple[Chip, ...]:
    chips = [Chip(_("Text"), f"“{query.text}”", query.changed(text="").url())] if query.text else []
    for key, values in query.filters:
        facet = BY_KEY[key]
        chips += [
            Chip(
                str(facet.label), index.label(facet.vocabulary, value, query.language), query.without(key, value).url()
            )
            for value in values
        ]
    chips += [
        Chip(_("I have"), index.label("infrastructure", value, query.language), query.without(HAVE, value).url())
        for value in query.have
    ]
    if not query.includes_global:
        chips.append(Chip(_("Region"), _("without worldwide tools"), query.changed(includes_global=True).url()))
    if not query.includes_doubtful:
        chips.append(Chip(_("Existence"), _("confirmed only"), query.changed(includes_doubtful=True).url()))
    return tuple(chips)


def offers_of(query: ToolQuery, outcome: SearchOutcome, index: VocabularyIndex) -> tuple[Offer, ...]:
    """“Read as”: terms recognised in the text that aren't chosen yet."""
    offers: dict[tuple[str, str], Offer] = {}
    for reading in outcome.read_as:
        key = (reading.key, reading.value)
        if reading.key not in BY_KEY or query.has(*key) or key in offers:
            continue
        facet = BY_KEY[reading.key]
        narrowed = query.with_(*key).changed(text=clean_remainder(query.text, reading.phrase))
        offers[key] = Offer(
            phrase=reading.phrase,
            key=reading.key,
            value=reading.value,
            facet=str(facet.label),
            label=index.label(facet.vocabulary, reading.value, query.language),
            query=narrowed,
        )
    return tuple(offers.values())
