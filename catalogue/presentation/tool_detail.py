"""A record as its page shows it: the answers to seven questions, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.disclosure import Disclosure
from catalogue.fields import FIELDS
from catalogue.presentation.cards import Card, Sentence, card_of, needs_of, sentence_of
from catalogue.presentation.formatting import (
    CONTRIBUTIONS,
    METHODS,
    TermLabel,
    joined,
    term_label,
    term_labels,
)
from catalogue.records import SAFEGUARDS, Claim, Link, Party, Record, Reference
from catalogue.shared_terms import shared_terms
from taxonomy.current import vocabulary_index
from text.active_language import active_language

# Shorter than in a form, where the label is the question.
_SHORT_LABELS = {"consent": _("Consent"), "hosting": _("Where data is kept")}
SAFEGUARD_LABELS = {name: _SHORT_LABELS.get(name, FIELDS[name].label) for name in SAFEGUARDS}
LINK_LABELS = {
    "app-store": _("App store"),
    "documentation": _("Documentation"),
    "contact": _("Contact"),
    "demonstration": _("Demonstration"),
    "other": _("Further link"),
}
NO_OFFER = "none-known"
MOST_SHARED = 4
MOST_SPOKEN = 4


@dataclass(frozen=True, slots=True)
class Need:
    """What the tool asks of its users in one respect, such as connection."""

    label: str
    terms: tuple[TermLabel, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    party: Party
    contribution: Any
    url: str


@dataclass(frozen=True, slots=True)
class PrintedClaim:
    claim: Claim
    method: Any
    source_host: str


@dataclass(frozen=True, slots=True)
class PrintedLink:
    label: Any
    url: str


@dataclass(frozen=True, slots=True)
class SimilarTool:
    """A similar record and what both share."""

    card: Card
    shared: tuple[str, ...]


def _labels_of(facet: str) -> cached_property[tuple[TermLabel, ...]]:
    return cached_property(lambda detail: term_labels(detail.record, facet))


class ToolDetail:
    """Made of a Record, so it can hold nothing that the reader may not see."""

    def __init__(self, record: Record, similar: Sequence[Record] = ()) -> None:
        self.record = record
        self._similar = similar

    @property
    def name(self) -> str:
        return self.record.name

    @cached_property
    def url(self) -> str:
        return reverse("catalogue:tool", args=[self.record.slug])

    # What it is, and whether it is alive
    @cached_property
    def status(self) -> TermLabel:
        return term_label("status", self.record.status or "unknown")

    @property
    def is_status_known(self) -> bool:
        return self.record.status not in ("", "unknown")

    @cached_property
    def sentence(self) -> Sentence | None:
        return sentence_of(self.record) if self.record.taglines else None

    @cached_property
    def summary(self) -> Sentence:
        """Return a translated summary where a person added one, else the English original."""
        reader = active_language()
        wording = self.record.summaries.get(reader)
        if wording is not None:
            return Sentence(wording.text, reader, is_foreign=False, is_reviewed=wording.is_confirmed)
        return Sentence(self.record.summary, "en", is_foreign=reader != "en", is_reviewed=True)

    tool_types = _labels_of("tool_type")
    exploitation = _labels_of("exploitation")
    pillars = _labels_of("pillar")
    target_users = _labels_of("target_user")
    technologies = _labels_of("technology")
    regions = _labels_of("region")
    countries = _labels_of("country")

    # Could I use it
    @cached_property
    def needs(self) -> list[Need]:
        """Group the needs as the vocabulary's branches: connection, device, hosting, people, conditions of access."""
        index = vocabulary_index()
        groups = []
        for branch in index.children("infrastructure"):
            below = set(index.descendants("infrastructure", branch.slug))
            terms = tuple(term_label("infrastructure", slug) for slug in self.record.infrastructure if slug in below)
            if terms:
                groups.append(Need(branch.label(), terms))
        return groups

    @cached_property
    def first_needs(self) -> tuple[TermLabel, ...]:
        """Return what decides first: connection, device, and whether the door is locked."""
        return needs_of(self.record)

    @property
    def spoken(self) -> str:
        """Return the languages in a few words."""
        return joined((language.label for language in self.languages), MOST_SPOKEN)

    languages = _labels_of("language")

    @cached_property
    def access(self) -> TermLabel:
        return term_label("access", self.record.access or "unknown")

    # Is it safe
    @cached_property
    def victim_data(self) -> TermLabel:
        return term_label("victim_data", self.record.handles_victim_data or "unknown")

    @cached_property
    def safeguards(self) -> list[tuple[Any, str]]:
        """Return (label, text) pairs; an empty text means that nothing is known, which the page says."""
        return [(SAFEGUARD_LABELS[name], self.record.safeguards.get(name, "")) for name in SAFEGUARDS]

    @property
    def has_no_safeguards(self) -> bool:
        return not self.record.safeguards

    @property
    def is_detail_withheld(self) -> bool:
        return self.record.disclosure != Disclosure.PUBLIC and not self.record.restricted_detail

    # Does it work
    @cached_property
    def evidence(self) -> TermLabel:
        return term_labels(self.record, "evidence")[0]

    @cached_property
    def claims(self) -> list[PrintedClaim]:
        return [
            PrintedClaim(claim, METHODS.get(claim.method, ""), host_of(claim.source_url))
            for claim in self.record.impact_claims
        ]

    # Who is behind it
    @cached_property
    def lead(self) -> Participant | None:
        return _participant(self.record.lead) if self.record.lead else None

    @cached_property
    def lead_type(self) -> TermLabel | None:
        return term_label("organisation_type", self.record.organisation_type) if self.record.organisation_type else None

    @cached_property
    def origin(self) -> str:
        return (
            vocabulary_index().label("country", self.record.origin_country.lower())
            if self.record.origin_country
            else ""
        )

    @cached_property
    def partners(self) -> list[Participant]:
        return [_participant(party) for party in self.record.partners]

    @cached_property
    def links(self) -> list[PrintedLink]:
        return [_link(link) for link in self.record.links]

    @property
    def home_host(self) -> str:
        return host_of(self.record.url)

    @property
    def repository_host(self) -> str:
        return host_of(self.record.source_repo)

    @cached_property
    def seeking(self) -> tuple[TermLabel, ...]:
        return tuple(offer for offer in term_labels(self.record, "seeking") if offer.slug != NO_OFFER)

    # Where it comes from
    @property
    def sources(self) -> tuple[Reference, ...]:
        return self.record.sources

    # Similar
    @cached_property
    def similar_tools(self) -> list[SimilarTool]:
        index = vocabulary_index()
        return [
            SimilarTool(
                card_of(other),
                tuple(index.label(key, slug) for key, slug in shared_terms(self.record, other)[:MOST_SHARED]),
            )
            for other in self._similar
        ]

    @cached_property
    def description(self) -> str:
        """Describe the record for search engines and link previews."""
        if self.record.is_in_doubt:
            return gettext("Not confirmed to exist. %(summary)s") % {"summary": self.record.summary}
        return self.sentence.text if self.sentence else self.record.summary


def host_of(url: str) -> str:
    """Return the host name of an address, as people read it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _participant(party: Party) -> Participant:
    return Participant(
        party, CONTRIBUTIONS.get(party.contribution, ""), reverse("catalogue:organisation", args=[party.slug])
    )


def _link(link: Link) -> PrintedLink:
    return PrintedLink(link.label or LINK_LABELS.get(link.kind, LINK_LABELS["other"]), link.url)
