"""Which records are like this one: those that share its rarest terms.

Each shared term counts by how rare it is among the public records (its inverse document frequency), so that two
tools for dental records are nearer than two that both have a website. A fixed number of queries at any size.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from django.db.models import Case, Count, FloatField, Sum, Value, When

from catalogue.models import Tool, ToolClassification
from catalogue.shared_terms import COMPARED, UNSPECIFIC

WEIGHTS: Mapping[str, float] = {
    "tool_type": 3.0,
    "target_user": 1.5,
    "technology": 1.0,
    "exploitation": 1.0,
    "region": 1.0,
}


def similar_to(tool: Tool, limit: int = 4) -> list[int]:
    """Return keys of the public records nearest to this one, best first; in at most three queries."""
    mine = [
        (pk, vocabulary)
        for pk, vocabulary, slug in ToolClassification.objects.filter(
            tool=tool, term__vocabulary__slug__in=COMPARED
        ).values_list("term_id", "term__vocabulary__slug", "term__slug")
        if (vocabulary, slug) not in UNSPECIFIC
    ]
    if not mine:
        return []
    others = ToolClassification.objects.filter(
        tool__in=Tool.objects.public().existing(), term_id__in=[pk for pk, _vocabulary in mine]
    )
    carriers = dict(others.order_by().values_list("term_id").annotate(carriers=Count("tool_id")))
    most = max(carriers.values(), default=1)
    weights = {
        pk: WEIGHTS[vocabulary] * (1 + math.log((most + 1) / (carriers.get(pk, 0) + 1))) for pk, vocabulary in mine
    }
    scored = (
        others.exclude(tool=tool)
        .order_by()
        .values("tool_id")
        .annotate(
            score=Sum(
                Case(
                    *(When(term_id=pk, then=Value(weight)) for pk, weight in weights.items()),
                    default=Value(0.0),
                    output_field=FloatField(),
                )
            )
        )
        .order_by("-score", "tool_id")
    )
    return [row["tool_id"] for row in scored[:limit]]
