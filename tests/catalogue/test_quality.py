"""Completeness and open problems, told of a tool in memory and in SQL: both must say the same."""

import pytest
from django.utils import timezone

from catalogue.models import ImpactClaim, LinkCheck, Source, Tool
from catalogue.quality import (
    PROBLEMS,
    Facts,
    assess,
    completeness_of,
    count_problems,
    order_by_completeness,
    problems_of,
    with_problem,
)
from catalogue.quality.completeness import answers
from taxonomy.models import Term
from tests.catalogue.factories import make_tool


def codes(tool: Tool) -> set[str]:
    return {problem.code for problem in problems_of(Tool.objects.with_children().get(pk=tool.pk))}


def disturb_some_records() -> None:
    """So that every problem occurs."""
    pks = list(Tool.objects.order_by("pk").values_list("pk", flat=True)[:12])
    Tool.objects.filter(pk=pks[0]).update(last_verified_on="2020-01-01", summary="Short.")
    Tool.objects.filter(pk=pks[1]).update(last_verified_on=timezone.localdate(), restricted_detail="x")
    Tool.objects.filter(pk=pks[2]).update(summary="x" * 451, url="")
    Source.objects.filter(tool=pks[3]).delete()
    Tool.objects.get(pk=pks[4]).participations.all().delete()
    Tool.objects.get(pk=pks[5]).classifications.all().delete()
    ImpactClaim.objects.create(tool_id=pks[6], claim="Many.", source_url="")
    for address in Tool.objects.exclude(url="").values_list("url", flat=True)[:7]:
        LinkCheck.objects.create(url=address, checked_at=timezone.now(), problem="The page is gone.")
    LinkCheck.objects.create(url="https://fine.example", checked_at=timezone.now(), problem="")
    term = Term.objects.get(vocabulary__slug="technology", slug="games")
    term.status = Term.Lifecycle.RETIRED
    term.save()


def test_both_ways_of_telling_agree_on_the_whole_registry(registry):
    disturb_some_records()
    tools = list(Tool.objects.with_children())
    assessed = assess(tools)
    facts = Facts.about(tools)
    counts = count_problems(Tool.objects.all())
    for problem in PROBLEMS:
        in_memory = {pk for pk, found in assessed.items() if problem in found.problems}
        in_sql = set(with_problem(Tool.objects.all(), problem.code, facts).values_list("pk", flat=True))
        assert in_memory == in_sql, problem.code
        assert counts[problem.code] == len(in_sql)
        assert in_memory, f"no record has {problem.code}, so nothing was compared"
    for tool in order_by_completeness(Tool.objects.all()):
        assert tool.completeness == assessed[tool.pk].completeness


def test_weights_sum_to_a_hundred():
    assert sum(answer.weight for answer in answers()) == 100


@pytest.mark.usefixtures("vocabularies")
class TestOneRecord:
    def test_a_full_record_lacks_only_a_verification(self):
        tool = make_tool(summary="x" * 200, taglines={})
        assert codes(tool) == {"never-verified"}
        assert completeness_of(tool) == 95
        Tool.objects.filter(pk=tool.pk).update(last_verified_on=timezone.localdate())
        assert codes(tool) == set()
        assert completeness_of(Tool.objects.get(pk=tool.pk)) == 100

    def test_unknown_is_no_answer(self):
        known, unknown = make_tool(), make_tool("b", name="B", status="unknown", access="unknown")
        assert completeness_of(known) - completeness_of(unknown) == 11
        assert "status-unknown" in codes(unknown)

    def test_an_empty_draft_is_judged_without_a_database_row(self):
        found = {problem.code for problem in problems_of(Tool(name="A"), Facts(timezone.localdate()))}
        assert {"no-source", "no-language", "no-home-page", "no-type", "status-unknown"} <= found
        assert completeness_of(Tool(name="A")) == 0

    def test_serious_problems_come_first(self):
        tool = make_tool(sources=[], url="")
        ranks = [problem.is_serious for problem in problems_of(tool)]
        assert ranks == sorted(ranks, reverse=True)

    def test_a_code_that_does_not_exist_is_an_error(self):
        with pytest.raises(KeyError):
            with_problem(Tool.objects.all(), "ugly")
