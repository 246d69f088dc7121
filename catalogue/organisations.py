"""What the organisation pages show. Only organisations with a part in a public record exist for readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from catalogue.models import Organisation, Tool
from catalogue.presentation import Card, TermLabel, card_of, term_label
from catalogue.presentation.formatting import CONTRIBUTIONS
from catalogue.presentation.tool_detail import host_of
from catalogue.records import records
from common.paging import Pages, page_number
from taxonomy.current import vocabulary_index

PAGE_SIZE = 60
LONGEST_QUERY = 200
_PUBLIC_PART = Q(participations__tool__live=True, participations__tool__withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    name: str
    url: str
    kind: str
    country: str
    tools: int


@dataclass(frozen=True, slots=True)
class Part:
    """A tool of the organisation; ``contribution`` is in words, empty where not known."""

    card: Card
    contribution: Any


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    aka: tuple[str, ...]
    kind: TermLabel | None
    country: str
    url: str
    host: str
    description: str
    leads: tuple[Card, ...]
    partakes: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OrganisationList:
    entries: tuple[OrganisationEntry, ...]
    total: int
    query: str
    kinds: tuple[tuple[TermLabel, int], ...]
    kind: str
    pagination: Pages

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> OrganisationList:
        """``q`` looks in all names, ``type`` narrows to a kind, ``page`` leafs; what can't be read is ignored."""
        index = vocabulary_index()
        query = " ".join(parameters.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
        known = Organisation.objects.filter(_PUBLIC_PART)
        if query:
            known = known.filter(Q(name__icontains=query) | Q(aliases__name__icontains=query))
        counts = dict(known.order_by().values_list("organisation_type_id").annotate(number=Count("pk", distinct=True)))
        kinds = tuple(
            (term_label("organisation_type", term.slug), counts[term.pk])
            for term in index.terms("organisation_type")
            if counts.get(term.pk)
        )
        kind = parameters.get("type", "")
        kind_pk = index.pk_of("organisation_type", kind)
        if kind_pk is None:
            kind = ""
        else:
            known = known.filter(organisation_type=kind_pk)
        total = counts.get(kind_pk, 0) if kind_pk else sum(counts.values())
        kept_parameters = {key: value for key, value in (("q", query), ("type", kind)) if value}
        pages = Pages.of(
            page_number(parameters.get("page", "")), total, PAGE_SIZE, lambda number: _list_url(kept_parameters, number)
        )
        shown = known.annotate(tools=Count("participations__tool", distinct=True, filter=_PUBLIC_PART)).order_by("name")
        entries = tuple(
            OrganisationEntry(
                name=organisation.name,
                url=reverse("catalogue:organisation", args=[organisation.slug]),
                kind=index.label_of(organisation.organisation_type_id) if organisation.organisation_type_id else "",
                country=index.label("country", organisation.country.lower()) if organisation.country else "",
                tools=organisation.tools,
            )
            for organisation in shown[pages.start : pages.end]
        )
        return cls(entries, total, query, kinds, kind, pages)


def _list_url(parameters: Mapping[str, str], number: int) -> str:
    query = urlencode({**parameters, **({"page": number} if number > 1 else {})})
    return reverse("catalogue:organisations") + (f"?{query}" if query else "")


def profile_of(slug: str) -> Profile | None:
    """None where no public record names it: a part in a draft must not show."""
    organisation = Organisation.objects.filter(slug=slug).prefetch_related("aliases").first()
    if organisation is None:
        return None
    tools = records(Tool.objects.public().filter(participations__organisation=organisation).distinct().order_by("name"))
    if not tools:
        return None
    index = vocabulary_index()
    leads, partakes = [], []
    for record in tools:
        parts = [party for party in record.parties if party.slug == slug]
        if any(party.role == "lead" for party in parts):
            leads.append(card_of(record))
        else:
            partakes.append(Part(card_of(record), CONTRIBUTIONS.get(parts[0].contribution, "") if parts else ""))
    kind = index.by_pk.get(organisation.organisation_type_id or 0)
    return Profile(
        name=organisation.name,
        aka=tuple(alias.name for alias in organisation.aliases.all()),
        kind=term_label("organisation_type", kind.slug) if kind else None,
        country=index.label("country", organisation.country.lower()) if organisation.country else "",
        url=organisation.url,
        host=host_of(organisation.url),
        description=organisation.description,
        leads=tuple(leads),
        partakes=tuple(partakes),
    )
