"""A record as a row of a list: name, one sentence, what it needs, where, alive or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalogue.presentation.formatting import TermLabel, joined, term_label
from catalogue.records import Record
from taxonomy.current import vocabulary_index
from text.active_language import active_language

# What decides first whether a reader could use a tool: connection and device, and whether the door is locked.
SHOWN_CONDITIONS = ("registration", "vetted-access", "paid-licence", "needs-partner-agreement")
SHOWN_BRANCHES = ("connectivity", "device")
MOST_NEEDS = 6
MOST_COUNTRIES = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text in ``language``; ``is_foreign`` when that isn't the reader's, ``is_reviewed`` when a person confirmed it."""

    text: str
    language: str
    is_foreign: bool
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that ``components/result.html`` prints."""

    slug: str
    name: str
    url: str
    sentence: Sentence
    status: TermLabel
    is_in_doubt: bool
    kind: TermLabel | None
    organisation: str
    needs: tuple[TermLabel, ...]
    places: str


def card_of(record: Record) -> Card:
    """Make a card in the active language."""
    return Card(
        slug=record.slug,
        name=record.name,
        url=reverse("catalogue:tool", args=[record.slug]),
        sentence=sentence_of(record),
        status=term_label("status", record.status or "unknown"),
        is_in_doubt=record.is_in_doubt,
        kind=term_label("tool_type", record.primary_type) if record.primary_type else None,
        organisation=record.organisation,
        needs=needs_of(record),
        places=places_of(record),
    )


def sentence_of(record: Record) -> Sentence:
    """Return the description in a sentence: the reader's language, else English, else the summary (in English)."""
    reader = active_language()
    tagline = record.tagline(reader)
    if tagline is None:
        return Sentence(record.summary, "en", reader != "en", is_reviewed=True)
    language, wording = tagline
    # English was written first; what "not reviewed" warns of is the translation.
    return Sentence(wording.text, language, language != reader, wording.is_confirmed or language == "en")


def needs_of(record: Record) -> tuple[TermLabel, ...]:
    index = vocabulary_index()
    chosen = [
        slug
        for branch in SHOWN_BRANCHES
        for slug in record.infrastructure
        if (term := index.term("infrastructure", slug)) is not None and term.parent == branch
    ]
    chosen += [slug for slug in SHOWN_CONDITIONS if slug in record.infrastructure]
    return tuple(term_label("infrastructure", slug) for slug in chosen[:MOST_NEEDS])


def places_of(record: Record) -> str:
    index = vocabulary_index()
    labels = [index.label("region", "global")] if "global" in record.regions else []
    if 0 < len(record.countries) <= MOST_COUNTRIES:
        labels += [index.label("country", code.lower()) for code in record.countries]
    else:
        labels += [index.label("region", slug) for slug in record.regions if slug != "global"]
    return joined(labels)
