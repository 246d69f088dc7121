"""Shapes of the API's answers, for its description; the content is made by `search.exports` and `gaps`."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class Problem(Schema):
    parameter: str = Field(
        description="The parameter that the message is about; empty where its name can't be repeated."
    )
    message: str


class ErrorOut(Schema):
    error: str = Field(description="bad-request, not-found, withdrawn, unavailable")
    message: str
    problems: list[Problem] | None = None
    suggestions: list[str] | None = None


class MatchOut(Schema):
    field: str = Field(
        description="name, alias, organisation, summary, tagline, classification, place, source, meaning"
    )
    text: str


class ResultOut(Schema):
    slug: str
    name: str
    summary: str
    score: float
    matched: list[MatchOut]
    tagline: str
    tagline_language: str
    tagline_reviewed: bool = Field(description="False: written by a machine, not yet read by a person.")
    organisation: str
    tool_types: list[str]
    regions: list[str]
    status: str
    in_doubt: bool = Field(description="True: nobody has shown that it exists.")
    global_only: bool = Field(description="Found under a region only because it is open to the whole world.")
    page: str


class FacetValueOut(Schema):
    value: str
    label: str
    count: int | None
    selected: bool
    url: str
    depth: int


class FacetOut(Schema):
    key: str
    label: str
    values: list[FacetValueOut]


class ReadAsOut(Schema):
    key: str
    value: str
    phrase: str


class SuggestionOut(Schema):
    kind: str = Field(description="tool, term, organisation; query: the text mended")
    text: str
    value: str
    key: str
    url: str = ""


class SearchOut(Schema):
    query: dict[str, Any]
    total: int
    results: list[ResultOut]
    facets: list[FacetOut]
    read_as: list[ReadAsOut]
    did_you_mean: str | None
    suggestions: list[SuggestionOut]
    weak: bool = Field(description="Nothing fits well; the results are only the nearest.")
    nearest: bool = Field(
        description="The results come nearest of what the filters leave; what they leave out fits the words better."
    )
    ignored: list[str]
    page: int
    pages: int
    next: str | None
    engine: str
    took_ms: float


class FacetInfoOut(Schema):
    key: str
    label: str
    explanation: str
    vocabulary: str
    nested: bool
    values: list[FacetValueOut]


class FacetsOut(Schema):
    query: dict[str, Any]
    total: int
    facets: list[FacetInfoOut]


class SuggestOut(Schema):
    suggestions: list[SuggestionOut]


class TermOut(Schema):
    slug: str
    label: str
    definition: str
    parent: str | None
    labels: dict[str, str]
    synonyms: dict[str, list[str]]
    retired: bool
    replaced_by: str | None


class VocabularyInfoOut(Schema):
    slug: str
    label: str
    note: str
    terms: int
    url: str


class VocabulariesOut(Schema):
    vocabularies: list[VocabularyInfoOut]


class VocabularyOut(Schema):
    slug: str
    label: str
    note: str
    terms: list[TermOut]


class OrganisationOut(Schema):
    slug: str
    name: str
    aka: list[str]
    organisation_type: str
    country: str
    url: str
    tools: list[str] = Field(description="Slugs of its public tools.")
    page: str


class OrganisationsOut(Schema):
    total: int
    page: int
    pages: int
    organisations: list[OrganisationOut]


class TermRefOut(Schema):
    key: str
    value: str


class OverlapEntryOut(Schema):
    slug: str
    name: str
    degree: str = Field(description="same, close, related")
    score: float
    shared: list[str] = Field(description="What both do, in words.")
    shared_terms: list[TermRefOut]
    status: str
    open_source: bool
    in_doubt: bool
    organisation: str
    ended_because: str | None = Field(None, description="Why it ended, where it did.")
    url: str


class PerhapsOut(Schema):
    slug: str
    name: str
    reasons: list[str] = Field(description="Why it was found, in words.")
    status: str
    url: str


class ReadTermOut(Schema):
    value: str
    label: str
    origin: str = Field(description="chosen, named, inferred")


class GapCellOut(Schema):
    row: str
    column: str
    columns: str
    count: int
    expected: float
    verdict: str
    url: str


class OverlapOut(Schema):
    overlaps: list[OverlapEntryOut]
    perhaps_also: list[PerhapsOut] = Field(
        description="Named in the text, or found by the search for the same words, and not among the overlaps."
    )
    passage: str = Field(description="The part of a longer text that was compared; empty where it was all of it.")
    reading: dict[str, list[ReadTermOut]]
    gap_cells: list[GapCellOut]
