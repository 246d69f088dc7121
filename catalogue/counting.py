"""How many public tools carry each term of a vocabulary, for the vocabularies' pages (``taxonomy.counting``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from catalogue.models import (
    ImpactClaim,
    Participation,
    ParticipationRole,
    Tool,
    ToolClassification,
    ToolCountry,
    ToolLanguage,
)
from catalogue.records import FIELD_OF_SINGLE, FIELD_OF_VOCABULARY, Claim, evidence_of
from taxonomy.current import vocabulary_index

SINGLE = {key: f"{key}__slug" for key in FIELD_OF_SINGLE}


def count_tools(vocabulary: str) -> Mapping[str, int] | None:
    """Count each tool once for a term (a lower-case code for countries) and everything below it."""
    carried = _carried(vocabulary)
    if carried is None:
        return None
    index = vocabulary_index()
    tools: dict[str, set[int]] = defaultdict(set)
    for slug, tool in carried:
        present = index.resolve_slug(vocabulary, slug) or slug
        for known in (slug, present, *index.ancestors(vocabulary, present)):
            tools[known].add(tool)
    return {slug: len(carriers) for slug, carriers in tools.items()}


def _carried(vocabulary: str) -> Iterable[tuple[str, int]] | None:
    """Return (slug, tool) for every term that a public tool carries."""
    public = Tool.objects.public()
    if vocabulary in FIELD_OF_VOCABULARY:
        rows = ToolClassification.objects.filter(tool__in=public, term__vocabulary__slug=vocabulary).order_by()
        return rows.values_list("term__slug", "tool")
    if vocabulary in SINGLE:
        column = SINGLE[vocabulary]
        return public.filter(**{f"{column}__isnull": False}).order_by().values_list(column, "pk")
    if vocabulary == "organisation_type":
        leads = Participation.objects.filter(tool__in=public, role=ParticipationRole.LEAD).order_by()
        named = leads.filter(organisation__organisation_type__isnull=False)
        return named.values_list("organisation__organisation_type__slug", "tool")
    if vocabulary == "country":
        countries = ToolCountry.objects.filter(tool__in=public).order_by().values_list("code", "tool")
        return [(code.lower(), tool) for code, tool in countries]
    if vocabulary == "language":
        return ToolLanguage.objects.filter(tool__in=public).order_by().values_list("code", "tool")
    if vocabulary == "evidence":
        claims: dict[int, list[Claim]] = {pk: [] for pk in public.order_by().values_list("pk", flat=True)}
        for claim in ImpactClaim.objects.filter(tool__in=public):
            claims[claim.tool_id].append(
                Claim(claim.claim, claim.year, claim.method, claim.source_url, claim.is_independent)
            )
        return [(slug, tool) for tool, made in claims.items() for slug in evidence_of(tuple(made))]
    return None
