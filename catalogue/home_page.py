"""The state of the field in figures, and the ways into the registry, for the home page.

Other rooms add to the page through ``panels``: callables that take the request and return a HomePanel, or None when
they have nothing to say. They are asked in the order of their registration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.models import Participation, Tool, ToolClassification, ToolCountry, ToolLanguage
from catalogue.presentation.formatting import TermLabel, list_url, term_label
from catalogue.querysets import COUNTED_STATUSES
from taxonomy.current import vocabulary_index

FEWEST = 5


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A section of the home page: a template and what it prints."""

    template: str
    context: Mapping[str, Any]


panels: list[Callable[[HttpRequest], HomePanel | None]] = []

# What people come to do, in their words; each leads to a list.
TASKS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("speech", _("Report, or get help to somebody"), {"tool_type": "reporting-hotlines"}),
    ("check", _("Check a job offer or a recruiter"), {"tool_type": "safe-migration-recruitment"}),
    ("people", _("Support survivors and keep their cases safe"), {"tool_type": "victim-case-management-support"}),
    (
        "organisation",
        _("Hear from workers in a supply chain"),
        {"tool_type": ["worker-engagement", "supply-chain-transparency"]},
    ),
    ("search", _("Investigate, and keep evidence that holds"), {"tool_type": "investigation-evidence"}),
    ("coin", _("See trafficking in financial data"), {"tool_type": "financial-crime-detection"}),
    ("shield", _("Protect children online"), {"tool_type": "online-child-safety"}),
    ("data-specialist", _("Understand where and how it happens"), {"tool_type": "data-trends-mapping"}),
    ("trained-user", _("Teach, train and raise awareness"), {"tool_type": "awareness-education-training"}),
)
# What people have. The conditions add up on the list, where each can be changed.
AVAILABLE_MEANS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("works-offline", _("No internet"), {"infrastructure": "works-offline"}),
    ("low-bandwidth", _("A slow connection"), {"infrastructure": "low-bandwidth"}),
    ("feature-phone", _("A basic phone"), {"infrastructure": "feature-phone"}),
    ("smartphone", _("A smartphone"), {"infrastructure": "smartphone"}),
    ("computer", _("A computer"), {"infrastructure": "computer"}),
    ("no-training", _("No time for training"), {"infrastructure": "no-training"}),
    ("coin", _("No budget"), {"access": ["free", "open-source"]}),
    ("code", _("People who can run our own copy"), {"infrastructure": "self-hosted"}),
)


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link into the list; ``count`` is the number of public records behind it, None where the list decides."""

    icon: str
    label: Any
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class StatusShare:
    """A part of a bar that is 100 wide."""

    term: TermLabel
    count: int
    start: str
    width: str
    url: str


class HomeContent:
    """Read when a template prints it; seven queries at any size."""

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        """Return term key → (public records, of them counted in statistics)."""
        in_use = Q(tool__status__slug__in=COUNTED_STATUSES) & ~Q(tool__confidence="low")
        rows = (
            ToolClassification.objects.filter(tool__in=Tool.objects.public())
            .order_by()
            .values_list("term_id")
            .annotate(carriers=Count("tool_id"), counted=Count("tool_id", filter=in_use))
        )
        return {pk: (carriers, counted) for pk, carriers, counted in rows}

    @cached_property
    def _statuses(self) -> dict[str, int]:
        rows = Tool.objects.public().order_by().values_list("status__slug").annotate(number=Count("pk"))
        totals: dict[str, int] = {}
        for slug, number in rows:
            totals[slug or "unknown"] = totals.get(slug or "unknown", 0) + number
        return totals

    @property
    def records(self) -> int:
        return sum(self._statuses.values())

    @cached_property
    def in_use(self) -> int:
        return Tool.objects.counted().count()

    @cached_property
    def countries(self) -> int:
        return self._distinct_codes(ToolCountry)

    @cached_property
    def languages(self) -> int:
        return self._distinct_codes(ToolLanguage)

    def _distinct_codes(self, model: type[ToolCountry] | type[ToolLanguage]) -> int:
        return model.objects.filter(tool__in=Tool.objects.public()).order_by().values("code").distinct().count()

    @cached_property
    def organisations(self) -> int:
        of_public = Participation.objects.filter(tool__in=Tool.objects.public()).order_by()
        return of_public.values("organisation").distinct().count()

    @cached_property
    def changed_at(self) -> datetime | None:
        changed: datetime | None = Tool.objects.public().aggregate(latest=Max("public_changed_at"))["latest"]
        return changed

    @cached_property
    def statuses(self) -> list[StatusShare]:
        """Return the bar of the field's state, in the vocabulary's order."""
        total = self.records
        shares: list[StatusShare] = []
        start = 0.0
        for term in vocabulary_index().terms("status"):
            count = self._statuses.get(term.slug, 0)
            if not count:
                continue
            width = 100 * count / total
            # Text, so that no locale puts a comma into an SVG attribute.
            shares.append(
                StatusShare(
                    term_label("status", term.slug), count, f"{start:.2f}", f"{width:.2f}", list_url(status=term.slug)
                )
            )
            start += width
        return shares

    @property
    def tasks(self) -> list[EntryLink]:
        return [EntryLink(icon, label, list_url(**filters)) for icon, label, filters in TASKS]

    @property
    def available_means(self) -> list[EntryLink]:
        return [EntryLink(icon, label, list_url(**filters)) for icon, label, filters in AVAILABLE_MEANS]

    @cached_property
    def types(self) -> list[EntryLink]:
        """Return the types of tool, the most frequent first."""
        links = [
            EntryLink("type", term.label(), list_url(tool_type=term.slug), self._counts.get(term.pk, (0, 0))[0])
            for term in vocabulary_index().terms("tool_type")
        ]
        return sorted(links, key=lambda link: -(link.count or 0))

    @property
    def regions(self) -> list[EntryLink]:
        """Return the top of the tree; each leads on to its regions."""
        return [
            EntryLink("place", term.label(), list_url(region=term.slug))
            for term in vocabulary_index().children("region")
        ]

    @cached_property
    def fewest_types(self) -> list[EntryLink]:
        return self._fewest("tool_type")

    @cached_property
    def fewest_regions(self) -> list[EntryLink]:
        return self._fewest("region")

    def _fewest(self, vocabulary: str) -> list[EntryLink]:
        """Return the terms with the fewest records in use, of those that records carry (the leaves of the tree)."""
        index = vocabulary_index()
        leaves = [term for term in index.terms(vocabulary) if not index.children(vocabulary, term.slug)]
        links = [
            EntryLink(
                "gap",
                term.label(),
                list_url(**{vocabulary: term.slug, "status": list(COUNTED_STATUSES)}),
                self._counts.get(term.pk, (0, 0))[1],
            )
            for term in leaves
        ]
        return sorted(links, key=lambda link: link.count or 0)[:FEWEST]


def panels_for(request: HttpRequest) -> list[HomePanel]:
    return [panel for make in panels if (panel := make(request)) is not None]
