"""Completeness: which of the questions a reader has the record answers, weighed, from 0 to 100.

Each answer is told in two ways, of a tool in memory and as a condition in SQL (for sorting a list of thousands);
``tests/catalogue/test_quality.py`` compares them over the whole data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When

from catalogue.models import Tool, ToolClassification
from catalogue.querysets import ToolQuerySet
from taxonomy.current import vocabulary_index

UNKNOWN = "unknown"


@dataclass(frozen=True)
class QualityCheck:
    """One question: its weight, whether a tool answers it, and the same as an SQL condition."""

    name: str
    weight: int
    is_given: Callable[[Tool], bool]
    where: Callable[[], Q | Exists]


def _text(name: str, weight: int) -> QualityCheck:
    return QualityCheck(name, weight, lambda tool: bool(getattr(tool, name)), lambda: ~Q(**{name: ""}))


def _year(name: str, weight: int) -> QualityCheck:
    return QualityCheck(
        name, weight, lambda tool: getattr(tool, name) is not None, lambda: Q(**{f"{name}__isnull": False})
    )


def _rows(relation: str, weight: int) -> QualityCheck:
    related = Tool._meta.get_field(relation).related_model
    return QualityCheck(
        relation,
        weight,
        lambda tool: bool(list(getattr(tool, relation).all())),
        lambda: Exists(related.objects.filter(tool=OuterRef("pk"))),
    )


def _terms(vocabulary: str, weight: int) -> QualityCheck:
    def is_given(tool: Tool) -> bool:
        index = vocabulary_index()
        carried = (index.by_pk.get(row.term_id) for row in tool.classifications.all())
        return any(term is not None and term.vocabulary == vocabulary for term in carried)

    return QualityCheck(
        vocabulary,
        weight,
        is_given,
        lambda: Exists(
            ToolClassification.objects.filter(tool=OuterRef("pk"), term__vocabulary__slug=vocabulary).order_by()
        ),
    )


def _term(name: str, weight: int) -> QualityCheck:
    """Check for a single term other than "unknown"."""

    def is_given(tool: Tool) -> bool:
        term = vocabulary_index().by_pk.get(getattr(tool, f"{name}_id") or 0)
        return term is not None and term.slug != UNKNOWN

    return QualityCheck(
        name, weight, is_given, lambda: Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}__slug": UNKNOWN})
    )


def answers() -> list[QualityCheck]:
    """Return all questions; their weights sum to 100."""
    return [
        _text("summary", 8),
        _text("url", 6),
        _terms("tool_type", 8),
        _terms("pillar", 4),
        _terms("exploitation", 4),
        _terms("target_user", 6),
        _terms("technology", 4),
        _terms("infrastructure", 8),
        _terms("region", 6),
        _rows("languages", 6),
        _rows("participations", 6),
        _rows("sources", 10),
        _term("status", 6),
        _term("access", 5),
        _term("victim_data", 5),
        _year("launched", 3),
        _year("last_verified_on", 5),
    ]


def completeness_of(tool: Tool) -> int:
    """Return 0 to 100. Reads the tool's children: prefetch them (``with_children``)."""
    return sum(answer.weight for answer in answers() if answer.is_given(tool))


def order_by_completeness(tools: ToolQuerySet, descending: bool = False) -> ToolQuerySet:
    total = sum(
        (
            Case(When(answer.where(), then=Value(answer.weight)), default=Value(0), output_field=IntegerField())
            for answer in answers()
        ),
        start=Value(0, output_field=IntegerField()),
    )
    return tools.annotate(completeness=total).order_by(
        F("completeness").desc() if descending else F("completeness").asc(), "name"
    )
