"""Open problems: what somebody should look into. Each is told of a tool in memory and as an SQL condition alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan, LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import ImpactClaim, LinkCheck, Participation, Source, ToolClassification, ToolLink, ToolText
from catalogue.models.children import ToolLanguage
from catalogue.quality.completeness import completeness_of
from taxonomy.current import vocabulary_index
from taxonomy.index import IndexedTerm
from taxonomy.many import rows_by_key

if TYPE_CHECKING:
    from catalogue.models import Tool
    from catalogue.querysets import ToolQuerySet

# A verification older than this says little about whether the initiative is alive.
STALE_AFTER = timedelta(days=365)
SHORTEST_SUMMARY = 150
LONGEST_SUMMARY = 450


@dataclass(frozen=True)
class Facts:
    """What judging needs beside the tool: the day, and the addresses that didn't answer when last asked."""

    today: date
    broken: frozenset[str] = frozenset()

    @classmethod
    def about(cls, tools: Iterable[Tool]) -> Facts:
        addresses = {address for tool in tools for address in addresses_of(tool)}
        broken = rows_by_key(LinkCheck.objects.exclude(problem=""), "url", addresses)
        return cls(timezone.localdate(), frozenset(broken))

    @property
    def stale_before(self) -> date:
        return self.today - STALE_AFTER


@dataclass(frozen=True)
class QualityProblem:
    """``is_serious``: a reader could be misled; the others are gaps."""

    code: str
    label: Any
    is_found: Callable[[Tool, Facts], bool]
    where: Callable[[Facts], Q]
    is_serious: bool = False


def addresses_of(tool: Tool) -> list[str]:
    """Return every web address of the record, each once, in the order of the form."""
    addresses = [tool.url, tool.source_repo]
    addresses += [row.source_url for row in tool.impact_claims.all()]
    addresses += [row.url for row in tool.sources.all()]
    addresses += [row.url for row in tool.links.all()]
    return list(dict.fromkeys(address for address in addresses if address))


def _terms_of(tool: Tool) -> list[IndexedTerm]:
    by_pk = vocabulary_index().by_pk
    return [by_pk[row.term_id] for row in tool.classifications.all() if row.term_id in by_pk]


def _slug_of(pk: int | None) -> str:
    term = vocabulary_index().by_pk.get(pk or 0)
    return term.slug if term else ""


def _lacks_infrastructure(tool: Tool, facts: Facts) -> bool:
    parents = {term.parent for term in _terms_of(tool) if term.vocabulary == "infrastructure"}
    return not {"connectivity", "device"} <= parents


def _has(model: Any, **conditions: Any) -> Exists:
    return Exists(model.objects.filter(tool=OuterRef("pk"), **conditions).order_by())


def _has_term(vocabulary: str, **conditions: Any) -> Exists:
    return _has(ToolClassification, term__vocabulary__slug=vocabulary, **conditions)


def _needs_infrastructure(facts: Facts) -> Q:
    return ~Q(_has_term("infrastructure", term__parent__slug="connectivity")) | ~Q(
        _has_term("infrastructure", term__parent__slug="device")
    )


def _has_broken_address(facts: Facts) -> Q:
    broken = LinkCheck.objects.exclude(problem="").values("url")
    return (
        Q(url__in=broken)
        | Q(source_repo__in=broken)
        | Q(_has(ImpactClaim, source_url__in=broken))
        | Q(_has(Source, url__in=broken))
        | Q(_has(ToolLink, url__in=broken))
    )


def _has_odd_summary(facts: Facts) -> Q:
    length = Length("summary")
    return Q(LessThan(length, SHORTEST_SUMMARY)) | Q(GreaterThan(length, LONGEST_SUMMARY))


PROBLEMS: tuple[QualityProblem, ...] = (
    QualityProblem(
        "no-source",
        _("No source"),
        lambda tool, facts: not list(tool.sources.all()),
        lambda facts: ~Q(_has(Source)),
        is_serious=True,
    ),
    QualityProblem(
        "claim-without-source",
        _("Claim without a source"),
        lambda tool, facts: any(not row.source_url for row in tool.impact_claims.all()),
        lambda facts: Q(_has(ImpactClaim, source_url="")),
        is_serious=True,
    ),
    QualityProblem(
        "in-doubt",
        _("Existence not confirmed"),
        lambda tool, facts: tool.confidence == "low",
        lambda facts: Q(confidence="low"),
        is_serious=True,
    ),
    QualityProblem(
        "broken-link",
        _("Broken link"),
        lambda tool, facts: any(address in facts.broken for address in addresses_of(tool)),
        _has_broken_address,
        is_serious=True,
    ),
    QualityProblem(
        "stale",
        _("Last verified more than a year ago"),
        lambda tool, facts: tool.last_verified_on is not None and tool.last_verified_on < facts.stale_before,
        lambda facts: Q(last_verified_on__lt=facts.stale_before),
        is_serious=True,
    ),
    QualityProblem(
        "retired-term",
        _("Carries a retired term"),
        lambda tool, facts: any(term.is_retired for term in _terms_of(tool)),
        lambda facts: Q(_has(ToolClassification, term__status="retired")),
        is_serious=True,
    ),
    QualityProblem(
        "restricted-but-public",
        _("Restricted detail marked public"),
        lambda tool, facts: bool(tool.restricted_detail) and tool.disclosure == "public",
        lambda facts: Q(disclosure="public") & ~Q(restricted_detail=""),
        is_serious=True,
    ),
    QualityProblem(
        "victim-data-without-safeguards",
        _("Safeguards not described"),
        lambda tool, facts: (
            _slug_of(tool.victim_data_id) == "yes" and not (tool.personal_data or tool.consent or tool.hosting)
        ),
        lambda facts: Q(victim_data__slug="yes", personal_data="", consent="", hosting=""),
    ),
    QualityProblem(
        "never-verified",
        _("Never verified"),
        lambda tool, facts: tool.last_verified_on is None,
        lambda facts: Q(last_verified_on__isnull=True),
    ),
    QualityProblem(
        "status-unknown",
        _("Status unknown"),
        lambda tool, facts: _slug_of(tool.status_id) in ("", "unknown"),
        lambda facts: Q(status__isnull=True) | Q(status__slug="unknown"),
    ),
    QualityProblem(
        "no-language",
        _("No language"),
        lambda tool, facts: not list(tool.languages.all()),
        lambda facts: ~Q(_has(ToolLanguage)),
    ),
    QualityProblem(
        "no-home-page",
        _("No home page"),
        lambda tool, facts: not tool.url,
        lambda facts: Q(url=""),
    ),
    QualityProblem(
        "no-organisation",
        _("No lead organisation"),
        lambda tool, facts: not any(row.role == "lead" for row in tool.participations.all()),
        lambda facts: ~Q(_has(Participation, role="lead")),
    ),
    QualityProblem(
        "no-type",
        _("No type of tool"),
        lambda tool, facts: not any(term.vocabulary == "tool_type" for term in _terms_of(tool)),
        lambda facts: ~Q(_has_term("tool_type")),
    ),
    QualityProblem(
        "no-region",
        _("No region"),
        lambda tool, facts: not any(term.vocabulary == "region" for term in _terms_of(tool)),
        lambda facts: ~Q(_has_term("region")),
    ),
    QualityProblem(
        "infrastructure-incomplete",
        _("Connection or device not said"),
        _lacks_infrastructure,
        _needs_infrastructure,
    ),
    QualityProblem(
        "summary-length",
        _("Summary too short or too long"),
        lambda tool, facts: not SHORTEST_SUMMARY <= len(tool.summary) <= LONGEST_SUMMARY,
        _has_odd_summary,
    ),
    QualityProblem(
        "tagline-unconfirmed",
        _("Machine's wording not confirmed"),
        lambda tool, facts: any(not row.is_confirmed for row in tool.texts.all()),
        lambda facts: Q(_has(ToolText, origin="machine", confirmed_on__isnull=True)),
    ),
)
BY_CODE = {problem.code: problem for problem in PROBLEMS}


def problems_of(tool: Tool, facts: Facts | None = None) -> list[QualityProblem]:
    """Return what is open with a tool, most serious first. Prefetch its children for more than one."""
    facts = facts or Facts.about([tool])
    return [problem for problem in PROBLEMS if problem.is_found(tool, facts)]


def with_problem(tools: ToolQuerySet, code: str, facts: Facts | None = None) -> ToolQuerySet:
    """Return the tools that have the problem; raises KeyError for a code that doesn't exist."""
    return tools.filter(BY_CODE[code].where(facts or Facts(timezone.localdate())))


def count_problems(tools: ToolQuerySet) -> dict[str, int]:
    """Return {problem code: how many of the tools have it}, in one query."""
    facts = Facts(timezone.localdate())
    # Names of aggregates can't have hyphens.
    counts = {f"number_{place}": Count("pk", filter=Q(problem.where(facts))) for place, problem in enumerate(PROBLEMS)}
    numbers = tools.order_by().aggregate(**counts)
    return {problem.code: numbers[f"number_{place}"] for place, problem in enumerate(PROBLEMS)}


@dataclass(frozen=True)
class QualityAssessment:
    """``completeness`` 0 to 100; ``problems`` most serious first."""

    completeness: int
    problems: tuple[QualityProblem, ...]


def assess(tools: Iterable[Tool]) -> dict[int, QualityAssessment]:
    """Return {tool pk: assessment} of tools with their children fetched, in one further query."""
    tools = list(tools)
    facts = Facts.about(tools)
    return {tool.pk: QualityAssessment(completeness_of(tool), tuple(problems_of(tool, facts))) for tool in tools}
