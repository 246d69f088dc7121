"""Maps count what one would count by hand; findings are true, ranked, dated, and lead to the tools they speak of."""

from collections import Counter
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gaps import live_data
from gaps.blocks import MAP_CHOICES
from gaps.findings import STUDY_TYPE, findings
from gaps.live_data import LiveRegistry, current_registry
from gaps.map_titles import MAP_TITLES
from gaps.maps import make_map
from gaps.maps.catalogue import _MAKERS
from gaps.maps.fit import BASIC_PHONE
from gaps.maps.map_tables import GapMap, Number
from gaps.statistics.recorded import share_interval
from search.compatibility import is_compatible
from search.filter_semantics import matches
from search.models import UnmetDemand
from search.parsing import parse_query
from taxonomy.changes import merge
from taxonomy.models import Term
from tests.gaps.loaded import WithStartingRegistry

pytestmark = pytest.mark.any_database


@given(st.integers(0, 80), st.integers(1, 80))
def test_a_share_lies_in_its_interval(count: int, more: int) -> None:
    total = count + more
    low, high = share_interval(count, total)
    assert 0 <= low <= count / total <= high <= 1
    assert share_interval(total, total)[1] == 1


def test_the_interval_is_jeffreys() -> None:
    low, high = share_interval(3, 20)
    assert (low, high) == pytest.approx(stats.beta(3.5, 17.5).ppf([0.025, 0.975]))
    assert share_interval(0, 0) == (0.0, 1.0)


def test_every_map_can_be_put_into_an_analysis() -> None:
    assert [key for key, _title in MAP_CHOICES] == list(_MAKERS)


def found_by(url: str, state: LiveRegistry) -> int:
    query = parse_query(QueryDict(urlsplit(url).query), strict=True)
    return sum(matches(record, query, state.index) for record in state.records)


class TestMapsAndFindings(WithStartingRegistry):
    def numbers(self, made: GapMap) -> list[Number]:
        return [number for table in made.tables for row in table.rows for number in row.numbers]

    def test_every_linked_number_is_that_of_its_list(self) -> None:
        state = current_registry()
        checked = 0
        for key in MAP_TITLES:
            made = make_map(key)
            for number in (made.headline, *self.numbers(made)):
                if number.url is not None:
                    assert found_by(number.url, state) == number.count, (key, number)
                    checked += 1
        assert checked > 150

    def test_maps_are_made_in_every_language_and_of_an_empty_registry(self) -> None:
        from datetime import date

        empty = LiveRegistry("", [], current_registry().index, date(2026, 1, 1))
        for key in MAP_TITLES:
            assert make_map(key, "ar").title
            assert all(number.count == 0 for number in self.numbers(make_map(key, registry=empty)))
        assert set(_MAKERS) == set(MAP_TITLES)
        assert findings(registry=empty) == []

    def test_a_basic_phone_by_hand(self) -> None:
        counted = [record for record in current_registry().records if record.is_counted]
        by_hand = Counter(
            region
            for record in counted
            if is_compatible(record.infrastructure, BASIC_PHONE)
            for region in record.regions
        )
        rows = {row.key: row.numbers[0].count for row in make_map("infrastructure-fit").tables[0].rows}
        assert rows == {key: by_hand[key] for key in rows}
        assert sum(rows.values()) > 20

    def test_everything_that_ended_is_listed_with_what_is_known_of_the_reason(self) -> None:
        gone = [record for record in current_registry().records if record.status == "discontinued"]
        listed = {row.key: row.text for row in make_map("ended").tables[2].rows}
        assert set(listed) == {record.slug for record in gone if not record.is_in_doubt}
        assert all(listed[record.slug] == (record.ended_because or "No reason is recorded.") for record in gone
                   if record.slug in listed)  # fmt: skip

    def test_what_was_looked_for_in_vain_stands_beside_the_tools_there_are(self) -> None:
        UnmetDemand.objects.create(month=date(2026, 1, 1), key="region", value="oceania", count=9)
        UnmetDemand.objects.create(month=date(2026, 1, 1), key="region", value="asia-central", count=2)
        [row] = make_map("demand").tables[0].rows
        in_use = sum(record.is_counted and "oceania" in record.regions for record in current_registry().records)
        assert [number.count for number in row.numbers] == [9, in_use]

    def test_what_was_looked_for_by_a_merged_term_counts_for_its_successor(self) -> None:
        for slug, count in (("games", 6), ("e-learning", 7)):
            UnmetDemand.objects.create(month=date(2026, 1, 1), key="technology", value=slug, count=count)
        technologies = Term.objects.filter(vocabulary__slug="technology")
        merge(technologies.get(slug="games"), technologies.get(slug="e-learning"))
        live_data.note_change()
        [row] = make_map("demand").tables[0].rows
        assert (row.key, row.numbers[0].count) == ("technology-e-learning", 13)

    def test_years_add_up(self) -> None:
        known = sum(record.launched is not None and not record.is_in_doubt for record in current_registry().records)
        table = make_map("years").tables[0]
        assert sum(row.numbers[0].count for row in table.rows) == known
        years = [int(row.key) for row in table.rows]
        assert years == list(range(years[0], years[-1] + 1))

    def test_safeguards_count_only_tools_that_keep_such_data(self) -> None:
        holding = sum(r.handles_victim_data == "yes" and r.is_counted for r in current_registry().records)
        assert all(row.numbers[0].out_of == holding for row in make_map("victim-data").tables[1].rows)

    def test_the_claim_of_2020_is_checked_against_the_present(self) -> None:
        first = findings()[0]
        tools = sum(record.is_counted and STUDY_TYPE in record.tool_types for record in current_registry().records)
        assert first.key == "study-2020"
        assert f"{tools} of 246 tools" in first.sentence
        assert "does not confirm" in first.sentence
        assert first.verdict == "well-served"
        assert 1 < first.low < first.number < first.high

    def test_findings_are_dated_bounded_and_lead_to_their_tools(self) -> None:
        state = current_registry()
        found = findings()
        assert len({finding.key for finding in found}) == len(found) > 8
        for finding in found:
            if finding.number is None:
                assert "not yet recorded" in finding.sentence
                assert (finding.low, finding.high, finding.detail) == (None, None, "")
            else:
                assert finding.low <= finding.number <= finding.high, finding.key
            assert finding.on == state.on
            assert finding.sentence.endswith(".")
        cells = [finding for finding in found if finding.key.startswith("cell-")]
        assert [finding.high for finding in cells] == sorted(finding.high for finding in cells)
        for finding in cells:
            assert finding.verdict == "under-served"
            assert parse_qs(urlsplit(finding.url or "").query)["in_doubt"] == ["no"]
            number = found_by(finding.url or "", state)
            assert f": {number} {'tool' if number == 1 else 'tools'} where" in finding.sentence

    def test_a_published_change_is_in_the_findings(self) -> None:
        from catalogue.models import Tool

        before = findings()[0].sentence
        Tool.objects.filter(classifications__term__slug=STUDY_TYPE).update(confidence="low")
        live_data.note_change()
        assert findings()[0].sentence != before
