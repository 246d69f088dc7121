"""Records: a tool as plain values, with only what a reader's level may see.

Everything that leaves the registry (pages, search documents, facets, exports, API, feeds, statistics) is made of these.
Values carry the data set's names; terms are slugs, countries ISO 3166-1 alpha-2 upper case, languages ISO 639-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from catalogue.disclosure import Exposure, Level, may_read_restricted
from catalogue.fields import FIELDS
from catalogue.partial_dates import PartialDate
from catalogue.querysets import COUNTED_STATUSES
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex
from text.active_language import base_language

if TYPE_CHECKING:
    from catalogue.models import Tool
    from catalogue.querysets import ToolQuerySet

# Facet key (and vocabulary) → the record's field that carries its slugs.
FIELD_OF_VOCABULARY: Mapping[str, str] = {
    declared.vocabulary: name for name, declared in FIELDS.items() if declared.relation == "classifications"
}
# Facet key → the record's field that carries its one slug.
FIELD_OF_SINGLE: Mapping[str, str] = {
    declared.vocabulary: name for name, declared in FIELDS.items() if declared.attribute and declared.vocabulary
}
SAFEGUARDS = tuple(name for name, declared in FIELDS.items() if declared.is_safeguard)
# Columns whose value is the tool's own, as it stands there.
_COLUMNS = tuple(
    name
    for name, declared in FIELDS.items()
    if declared.attribute == name
    and declared.exposure is Exposure.PUBLIC
    and name not in {*SAFEGUARDS, *FIELD_OF_SINGLE}
)
NO_CLAIM = "no-claim"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation's part: ``contribution`` is a slug of the data set's list."""

    name: str
    slug: str
    role: str
    contribution: str
    organisation_type: str
    country: str
    aka: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    claim: str
    year: int | None
    method: str
    source_url: str
    is_independent: bool | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A source. ``seen``: the page itself was read."""

    title: str
    url: str
    publisher: str
    seen: bool
    seen_on: PartialDate | None
    supports: str


@dataclass(frozen=True, slots=True)
class Link:
    kind: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """A tagline or summary in a language. Not confirmed means: machine-written, not reviewed by a person."""

    text: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Record:
    slug: str
    name: str
    summary: str
    aka: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    url: str = ""
    tool_types: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    target_users: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    infrastructure: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    seeking: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    origin_country: str = ""
    status: str = ""
    status_note: str = ""
    status_date: PartialDate | None = None
    launched: int | None = None
    ended: int | None = None
    ended_because: str = ""
    access: str = ""
    licence: str = ""
    source_repo: str = ""
    handles_victim_data: str = ""
    safeguards: Mapping[str, str] = field(default_factory=dict)
    impact_claims: tuple[Claim, ...] = ()
    evidence: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    confidence: str = ""
    notes: str = ""
    disclosure: str = "public"
    restricted_detail: str = ""
    taglines: Mapping[str, LocalisedText] = field(default_factory=dict)
    summaries: Mapping[str, LocalisedText] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    last_verified_on: PartialDate | None = None
    created_at: datetime | None = None
    # When what readers can see changed last; an edit of a restricted or private field leaves it as it is.
    updated_at: datetime | None = None
    pk: int = 0

    @property
    def lead(self) -> Party | None:
        return next((party for party in self.parties if party.role == "lead"), None)

    @property
    def partners(self) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.role != "lead")

    @property
    def organisation(self) -> str:
        return self.lead.name if self.lead else ""

    @property
    def organisation_type(self) -> str:
        return self.lead.organisation_type if self.lead else ""

    @property
    def primary_type(self) -> str:
        return self.tool_types[0] if self.tool_types else ""

    @property
    def is_in_doubt(self) -> bool:
        """Tell whether nobody has shown that it exists."""
        return self.confidence == "low"

    @property
    def is_in_use(self) -> bool:
        return self.status in COUNTED_STATUSES

    @property
    def is_counted(self) -> bool:
        """Tell whether it belongs to the default population of statistics."""
        return self.is_in_use and not self.is_in_doubt

    def facet_values(self, key: str) -> tuple[str, ...]:
        """Return the values of a facet: slugs, or lower-case codes (docs/reference/addresses.md, facet keys)."""
        if key in FIELD_OF_VOCABULARY:
            values: tuple[str, ...] = getattr(self, FIELD_OF_VOCABULARY[key])
            return values
        if key == "country":
            return tuple(code.lower() for code in self.countries)
        if key == "language":
            return self.languages
        if key == "evidence":
            return self.evidence
        # Statistics ask this a hundred thousand times; only what is asked for is worked out.
        single: str = self.organisation_type if key == "organisation_type" else getattr(self, FIELD_OF_SINGLE[key])
        return (single,) if single else ()

    def tagline(self, language: str) -> tuple[str, LocalisedText] | None:
        """Return the one-sentence description and its language: the reader's, else English."""
        for code in (base_language(language), "en"):
            if code in self.taglines:
                return code, self.taglines[code]
        return None


def evidence_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the slug of the strongest kind of evidence that the claims amount to, alone in a tuple.

    The vocabulary ``evidence`` is derived, never typed; other classifications are tuples too.

    A claim that mixes figures and words counts as figures; one without a method is words.
    """
    if not claims:
        return (NO_CLAIM,)
    if any(claim.is_independent for claim in claims):
        return ("independent-evaluation",)
    if any(claim.method in ("quantitative", "mixed") for claim in claims):
        return ("quantitative-claim",)
    return ("qualitative-claim",)


def record_of(tool: Tool, level: Level = Level.PUBLIC, index: VocabularyIndex | None = None) -> Record:
    """Make a record of a tool, as a reader of the level may see it; prefetch its children (``with_children``)."""
    terms = (index or vocabulary_index()).by_pk

    def slug_of(pk: int | None) -> str:
        return terms[pk].slug if pk in terms else ""

    carried: dict[str, list[str]] = {vocabulary: [] for vocabulary in FIELD_OF_VOCABULARY}
    for row in tool.classifications.all():
        term = terms.get(row.term_id)
        if term is not None and term.vocabulary in carried:
            carried[term.vocabulary].append(term.slug)
    claims = tuple(
        Claim(row.claim, row.year, row.method, row.source_url, row.is_independent) for row in tool.impact_claims.all()
    )
    words: dict[str, dict[str, LocalisedText]] = {"tagline": {}, "summary": {}}
    for row in tool.texts.all():
        words[row.kind][row.language] = LocalisedText(row.text, row.is_confirmed)
    values: dict[str, Any] = {name: getattr(tool, name) for name in _COLUMNS}
    values |= {FIELD_OF_VOCABULARY[vocabulary]: tuple(slugs) for vocabulary, slugs in carried.items()}
    values |= {name: slug_of(getattr(tool, f"{vocabulary}_id")) for vocabulary, name in FIELD_OF_SINGLE.items()}
    return Record(
        pk=tool.pk or 0,
        slug=tool.slug,
        **values,
        aka=tuple(row.name for row in tool.aliases.all()),
        parties=tuple(
            Party(
                name=row.organisation.name,
                slug=row.organisation.slug,
                role=row.role,
                contribution=row.contribution,
                organisation_type=slug_of(row.organisation.organisation_type_id),
                country=row.organisation.country,
                aka=tuple(alias.name for alias in row.organisation.aliases.all()),
            )
            for row in tool.participations.all()
        ),
        countries=tuple(row.code for row in tool.countries.all()),
        languages=tuple(row.code for row in tool.languages.all()),
        safeguards={name: getattr(tool, name) for name in SAFEGUARDS if getattr(tool, name)},
        impact_claims=claims,
        evidence=evidence_of(claims),
        sources=tuple(
            Reference(row.title, row.url, row.publisher, row.is_seen, row.seen_on, row.supports)
            for row in tool.sources.all()
        ),
        links=tuple(Link(row.kind, row.url, row.label) for row in tool.links.all()),
        restricted_detail=tool.restricted_detail if may_read_restricted(tool.disclosure, level) else "",
        taglines=words["tagline"],
        summaries=words["summary"],
        tags=tuple(row.tag.name for row in tool.tagged_items.all()),
        created_at=tool.created_at,
        updated_at=tool.public_changed_at,
    )


def records(tools: ToolQuerySet, level: Level = Level.PUBLIC) -> list[Record]:
    """Return all tools of a queryset, in its order, in a constant number of queries."""
    return list(iterate_records(tools, level))


def iterate_records(tools: ToolQuerySet, level: Level = Level.PUBLIC, chunk: int = 2000) -> Iterator[Record]:
    """Make records of many tools: a constant number of queries a chunk, bounded memory."""
    index = vocabulary_index()
    for tool in tools.with_children().iterator(chunk_size=chunk):
        yield record_of(tool, level, index)


def by_slug(records: Iterable[Record]) -> dict[str, Record]:
    return {record.slug: record for record in records}
