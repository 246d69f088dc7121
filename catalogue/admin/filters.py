"""What the list of tools can be narrowed by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from catalogue.disclosure import Disclosure
from catalogue.models import Confidence, Tool, ToolClassification
from catalogue.quality import PROBLEMS, Facts, with_problem
from catalogue.querysets import ToolQuerySet
from taxonomy.current import vocabulary_index

DRAFT, LIVE, CHANGED, IN_REVIEW, WITHDRAWN = "draft", "live", "changed", "in-review", "withdrawn"
STATES = (
    (LIVE, _("Published")),
    (CHANGED, _("Published, with an unpublished draft")),
    (DRAFT, _("Never published, or taken back")),
    (IN_REVIEW, _("In review")),
    (WITHDRAWN, _("Withdrawn")),
)
STALE, FRESH = "stale", "fresh"
VERIFICATIONS = ((STALE, _("More than a year ago, or never")), (FRESH, _("Within a year")))


def _terms(vocabulary: str) -> Callable[[], list[tuple[str, str]]]:
    def choices() -> list[tuple[str, str]]:
        index = vocabulary_index()
        return [
            (term.slug, ("— " * index.depth(vocabulary, term.slug)) + term.label())
            for term in index.terms(vocabulary, with_retired=True)
        ]

    return choices


class _TermsFilter(django_filters.MultipleChoiceFilter):
    """Any of several terms; a broader term stands for those below it."""

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(choices=_terms(vocabulary), widget=forms.CheckboxSelectMultiple, **kwargs)
        self.vocabulary = vocabulary

    def filter(self, qs: ToolQuerySet, value: list[str]) -> ToolQuerySet:
        if not value:
            return qs
        index = vocabulary_index()
        slugs = {below for slug in value for below in index.descendants(self.vocabulary, slug)}
        carried = ToolClassification.objects.filter(
            tool=OuterRef("pk"), term__vocabulary__slug=self.vocabulary, term__slug__in=slugs
        )
        return qs.filter(Exists(carried.order_by()))


class ToolFilterSet(WagtailFilterSet):
    problem = django_filters.MultipleChoiceFilter(
        label=_("Open problem"),
        choices=[(problem.code, problem.label) for problem in PROBLEMS],
        widget=forms.CheckboxSelectMultiple,
        method="filter_problems",
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple, method="filter_states"
    )
    verified = django_filters.ChoiceFilter(
        label=_("Last verified"),
        choices=VERIFICATIONS,
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="filter_verified",
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=_terms("status"), widget=forms.CheckboxSelectMultiple, field_name="status__slug"
    )
    tool_type = _TermsFilter("tool_type", label=_("Type of tool"))
    region = _TermsFilter("region", label=_("Region"))
    confidence = django_filters.MultipleChoiceFilter(
        label=_("Confidence"), choices=Confidence.choices, widget=forms.CheckboxSelectMultiple
    )
    disclosure = django_filters.MultipleChoiceFilter(
        label=_("Disclosure"), choices=Disclosure.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Tool
        fields: list[str] = []

    def filter_problems(self, tools: ToolQuerySet, name: str, codes: list[str]) -> ToolQuerySet:
        """Return the tools that have every problem chosen."""
        facts = Facts.about([])
        for code in codes:
            tools = with_problem(tools, code, facts)
        return tools

    def filter_states(self, tools: ToolQuerySet, name: str, states: list[str]) -> ToolQuerySet:
        conditions = {
            LIVE: Q(live=True, withdrawn_at__isnull=True),
            CHANGED: Q(live=True, has_unpublished_changes=True, withdrawn_at__isnull=True),
            DRAFT: Q(live=False, withdrawn_at__isnull=True),
            IN_REVIEW: Q(pk__in=Tool.objects.in_review().values("pk")),
            WITHDRAWN: Q(withdrawn_at__isnull=False),
        }
        wanted = Q()
        for state in states:
            wanted |= conditions[state]
        return tools.filter(wanted)

    def filter_verified(self, tools: ToolQuerySet, name: str, value: str) -> ToolQuerySet:
        limit = Facts.about([]).stale_before
        is_stale = Q(last_verified_on__isnull=True) | Q(last_verified_on__lt=limit)
        return tools.filter(is_stale if value == STALE else ~is_stale)
