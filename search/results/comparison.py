"""Tools side by side: what each line asks, what each tool answers, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.models import Confidence
from catalogue.presentation.cards import Card, card_of
from catalogue.presentation.tool_detail import SAFEGUARD_LABELS
from catalogue.records import Record
from search.compatibility import GROUPS
from search.facets import BY_KEY
from taxonomy.index import VocabularyIndex

MOST_COMPARED = 4
# Values that say that nothing is known.
UNKNOWN = frozenset({"unknown", ""})


@dataclass(frozen=True, slots=True)
class ComparedValues:
    """What one tool answers. Empty ``values``: it is not known, which is not the same as no."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """``is_original``: the answers are the record's own words, in the language it is written in."""

    label: str
    cells: tuple[ComparedValues, ...]
    is_original: bool = False

    @property
    def is_different(self) -> bool:
        return len({frozenset(cell.values) for cell in self.cells}) > 1

    @property
    def is_known(self) -> bool:
        return any(cell.values for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True)
class ToolComparison:
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]

    @property
    def has_differences(self) -> bool:
        return any(line.is_different for section in self.sections for line in section.lines)

    def differences(self) -> ToolComparison:
        """Only the lines in which the tools differ."""
        sections = (
            Section(section.label, tuple(line for line in section.lines if line.is_different))
            for section in self.sections
        )
        return ToolComparison(self.cards, tuple(section for section in sections if section.lines))


# Lines that print what a record says, word for word.
_IN_OWN_WORDS = (gettext_lazy("Why it ended"), gettext_lazy("Claims"))

Read = Callable[[Record], tuple[str, ...]]


def compare(compared: tuple[Record, ...], language: str, index: VocabularyIndex) -> ToolComparison:
    """In the active language. Lines of which nothing is known about any tool are left out."""
    sections = []
    own_words = {str(label) for label in _IN_OWN_WORDS}
    for label, lines in _questions(language, index):
        answered = (
            ComparedLine(name, tuple(ComparedValues(read(record)) for record in compared), str(name) in own_words)
            for name, read in lines
        )
        known = tuple(line for line in answered if line.is_known)
        if known:
            sections.append(Section(label, known))
    return ToolComparison(tuple(card_of(record) for record in compared), tuple(sections))


def _questions(language: str, index: VocabularyIndex) -> list[tuple[str, list[tuple[str, Read]]]]:
    def facet(key: str) -> tuple[str, Read]:
        vocabulary = BY_KEY[key].vocabulary

        def read(record: Record) -> tuple[str, ...]:
            return tuple(
                index.label(vocabulary, value, language) for value in record.facet_values(key) if value not in UNKNOWN
            )

        return str(BY_KEY[key].label), read

    def need(group: str) -> tuple[str, Read]:
        def read(record: Record) -> tuple[str, ...]:
            return tuple(
                index.label("infrastructure", value, language)
                for value in GROUPS[group]
                if value in record.infrastructure
            )

        return index.label("infrastructure", group, language), read

    def text(label: object, attribute: str) -> tuple[str, Read]:
        return str(label), lambda record: (str(getattr(record, attribute)),) if getattr(record, attribute) else ()

    def safeguard(name: str) -> tuple[str, Read]:
        return str(
            SAFEGUARD_LABELS[name]
        ), lambda record: (record.safeguards[name],) if name in record.safeguards else ()

    return [
        (
            _("What is it, and is it alive?"),
            [
                facet("tool_type"),
                facet("status"),
                text(_("Launched"), "launched"),
                text(_("Ended"), "ended"),
                text(_("Why it ended"), "ended_because"),
                facet("exploitation"),
                facet("target_user"),
                facet("technology"),
            ],
        ),
        (
            _("Could I use it?"),
            [*(need(group) for group in GROUPS), facet("language"), facet("access"), text(_("Licence"), "licence"),
             facet("region"), facet("country")],
        ),
        (_("Is it safe?"), [facet("victim_data"), *(safeguard(name) for name in SAFEGUARD_LABELS)]),
        (_("Does it work?"), [facet("evidence"), (_("Claims"), _claims)]),
        (
            _("Who is behind it, and how sure is this?"),
            [
                text(_("Organisation"), "organisation"),
                facet("organisation_type"),
                facet("seeking"),
                (_("Confidence"), _confidence),
                (_("Sources"), _sources),
                (_("Last verified"), _verified),
            ],
        ),
    ]  # fmt: skip


def _claims(record: Record) -> tuple[str, ...]:
    return tuple(claim.claim for claim in record.impact_claims)


def _confidence(record: Record) -> tuple[str, ...]:
    return (str(Confidence(record.confidence).label),) if record.confidence in Confidence.values else ()


def _sources(record: Record) -> tuple[str, ...]:
    seen = sum(source.seen for source in record.sources)
    return (ngettext("%(count)d source read", "%(count)d sources read", seen) % {"count": seen},)


def _verified(record: Record) -> tuple[str, ...]:
    return (record.last_verified_on.in_words(),) if record.last_verified_on else ()


NOT_KNOWN = gettext_lazy("not known")
