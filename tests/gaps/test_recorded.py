"""Nothing is concluded from an empty field: not in a table, a map, a finding, nor in a figure of a page."""

import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from django.test import Client
from scipy import stats

from catalogue.models import Tool
from catalogue.records import Claim, Record
from gaps import live_data
from gaps.findings import findings
from gaps.live_data import LiveRegistry, current_registry
from gaps.map_titles import MAP_TITLES
from gaps.maps import make_map
from gaps.maps.map_tables import Number
from gaps.matrix import LeftOut, build_matrix
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import matrix_result, result_as_dict
from gaps.population import GlobalMode, Population
from gaps.serializers import matrix_as_dict
from gaps.statistics import MINIMUM_RECORDED, NOT_TESTED, VERDICTS, is_enough_recorded
from gaps.tool_table import ToolTable
from taxonomy.index import VocabularyIndex
from tests.gaps.loaded import WithStartingRegistry

ON = date(2026, 11, 30)


def mid_p(both: int, total: int, row: int, column: int) -> float:
    """Written apart from ours, by scipy's own distribution."""
    found = stats.hypergeom(total, row, column)
    below, here, above = found.cdf(both - 1), found.pmf(both), found.sf(both)
    return min(1.0, 2 * min(below + here / 2, above + here / 2))


@pytest.mark.parametrize(
    ("rows", "columns_key"),
    [("tool_type", "language"), ("tool_type", "country"), ("victim_data", "pillar"), ("access", "language")],
)
def test_a_tool_without_a_value_has_no_part_in_what_is_expected(
    rows: str, columns_key: str, columns: ToolTable, records: list[Record], index: VocabularyIndex, everyone: Population
) -> None:
    """All cells again, from sets of tools, with scipy only."""
    unknown = {"victim_data": {"unknown"}, "access": {"unknown"}}
    matrix = build_matrix(columns, rows, columns_key, everyone, index)
    values = {
        key: {r.slug: set(r.facet_values(key)) - unknown.get(key, set()) for r in records if r.is_counted}
        for key in (rows, columns_key)
    }
    inside = {slug for slug in values[rows] if values[rows][slug] and values[columns_key][slug]}
    assert matrix.total == len(inside) < len(values[rows]) == matrix.counted
    sides = [
        {line.slug: {slug for slug in inside if line.slug in values[key][slug]} for line in axis.lines}
        for key, axis in ((rows, matrix.rows), (columns_key, matrix.columns))
    ]
    tested = []
    for cell in matrix.each_cell():
        down, across = sides[0][cell.row.slug], sides[1][cell.column.slug]
        expected = len(down) * len(across) / len(inside)
        assert cell.count == len(down & across)
        assert cell.judgement.expected == pytest.approx(expected)
        assert cell.judgement.p == pytest.approx(mid_p(cell.count, len(inside), len(down), len(across)), abs=1e-9)
        if expected >= 3:
            tested.append((cell.judgement.p, cell.judgement.q))
    assert [q for _p, q in tested] == pytest.approx(stats.false_discovery_control([p for p, _q in tested]))


def test_supply_chain_tools_are_not_under_served_in_english(
    columns: ToolTable, index: VocabularyIndex, everyone: Population
) -> None:
    """21 of 28 have no language recorded; of the other seven five speak English, where 5.9 would be expected."""
    matrix = build_matrix(columns, "tool_type", "language", everyone, index)
    cell = matrix.cell("supply-chain-transparency", "en")
    assert cell is not None
    assert (cell.count, round(cell.judgement.expected, 1)) == (5, 5.9)
    assert cell.judgement.p == pytest.approx(0.38, abs=0.01)
    assert cell.judgement.verdict == "as-expected"


@pytest.mark.parametrize(("rows", "columns_key"), [("tool_type", "region"), ("region", "exploitation")])
def test_no_verdict_where_tools_of_the_whole_world_stand_in_every_region(
    rows: str, columns_key: str, columns: ToolTable, index: VocabularyIndex
) -> None:
    matrix = build_matrix(columns, rows, columns_key, Population(global_mode=GlobalMode.EXPANDED), index)
    assert {cell.judgement.verdict for cell in matrix.each_cell()} == {NOT_TESTED}
    assert {total.judgement.verdict for total in (*matrix.row_totals, *matrix.column_totals)} == {NOT_TESTED}
    assert sum(cell.count for cell in matrix.each_cell()) > 1_000
    for entry in matrix_as_dict(matrix, on=ON)["cells"]:
        assert entry["verdict"] == "not-tested"
        assert [entry[name] for name in ("ic", "ic_low", "ic_high", "p", "q")] == [None] * 5


def test_without_regions_on_a_side_nothing_is_copied(columns: ToolTable, index: VocabularyIndex) -> None:
    population = Population(filters={"region": ("asia",)}, global_mode=GlobalMode.EXPANDED)
    matrix = build_matrix(columns, "tool_type", "target_user", population, index)
    assert any(cell.judgement.is_tested for cell in matrix.each_cell())


def test_a_table_of_too_few_judges_nothing(
    index: VocabularyIndex, everyone: Population, make_record: Callable[..., Record]
) -> None:
    def of(bare: int) -> set[str]:
        tools = [
            make_record(id=f"t{n}", tool_types=["reporting-hotlines" if n % 2 else "ethical-consumption"],
                        languages=[] if n < bare else ["en" if n % 2 else "fr"])
            for n in range(100)
        ]  # fmt: skip
        matrix = build_matrix(ToolTable(tools), "tool_type", "language", everyone, index)
        assert matrix.left_out == LeftOut(tools=bare, rows=0, columns=bare)
        return {cell.judgement.verdict for cell in matrix.each_cell()}

    assert "well-served" in of(40)
    assert "well-served" in of(50)
    assert of(52) == {NOT_TESTED}


def test_the_threshold() -> None:
    assert MINIMUM_RECORDED == 0.5
    assert not is_enough_recorded(0, 0)
    assert not is_enough_recorded(0, 93)
    assert not is_enough_recorded(46, 93)
    assert is_enough_recorded(47, 93)
    assert Number(3, 46, out_of=93).share is None
    assert Number(3, 46, out_of=93).interval is None
    assert Number(3, 47, out_of=93).share == 3 / 47
    assert Number(3, 47).interval is not None


def test_no_map_gives_a_share_of_a_field_that_is_empty(
    index: VocabularyIndex, make_record: Callable[..., Record]
) -> None:
    """Of a hundred tools nothing is recorded but that they exist and keep data about victims."""
    claim = Claim("Ten people were helped.", 2024, "", "", None)
    bare = make_record(handles_victim_data="yes", status="active", access="unknown", tool_types=["reporting-hotlines"])
    from dataclasses import replace

    state = LiveRegistry("s", [replace(bare, slug=f"t{n}", impact_claims=(claim,)) for n in range(100)], index, ON)
    for key in ("languages", "victim-data", "infrastructure-fit"):
        made = make_map(key, "en", registry=state)
        assert "not yet recorded (known for 0 of 100)" in made.finding
        assert made.headline.share is None
        assert made.headline.interval is None
    assert "not yet recorded (known for 0 of 100)" in make_map("evidence", "en", registry=state).finding
    for key in MAP_TITLES:
        if key == "demand":
            continue
        for table in make_map(key, "en", registry=state).tables:
            for row in table.rows:
                for number in row.numbers:
                    assert number.share in (None, 1.0) or number.count == 0 or key in ("ended",), (key, row.label)


class TestPages(WithStartingRegistry):
    pytestmark = pytest.mark.any_database

    def test_no_page_says_that_a_field_nobody_filled_is_empty_in_the_world(self, client: Client) -> None:
        for path in ("", "gaps/", "gaps/maps/victim-data/", "gaps/maps/evidence/"):
            html = client.get(f"/en/{path}").content.decode()
            assert "any safeguard" not in html
            assert "come from somebody independent" not in html
            assert "0 of 93" not in html.replace("known for 0 of 93", "")
        html = client.get("/en/gaps/").content.decode()
        assert "not yet recorded (known for 0 of 93)." in html
        assert "not yet recorded (known for 0 of 86)." in html

    def test_endings_are_a_share_of_what_is_known(self, client: Client) -> None:
        html = client.get("/en/gaps/maps/ended/").content.decode()
        assert "27 of the 278 tools whose status is known have ended; the status of 102 more is unknown." in html
        for note in ("no slug of its own", "left out on purpose", "believed, not verified", "recalled"):
            assert note not in html.partition("<main")[2]

    def test_a_reason_is_printed_where_one_is_recorded(self, client: Client) -> None:
        Tool.objects.filter(slug="memex").update(
            ended_because="Its funding ended.", status_note="Status taken from a talk.", notes="Filed by guess."
        )
        live_data.note_change()
        html = client.get("/en/gaps/maps/ended/").content.decode()
        assert "Its funding ended." in html
        assert "Status taken from a talk." not in html
        assert "Filed by guess." not in html
        assert html.count("No reason is recorded.") == 26
        assert "not yet recorded (known for 1 of 27)" in html

    def test_the_finding_about_languages_leaves_out_who_has_none(self) -> None:
        found = {finding.key: finding for finding in findings("en")}
        assert "of the 211 tools in use whose languages are recorded, 118 speak English only" in (
            found["map-languages"].sentence
        )
        assert found["map-languages"].number == pytest.approx(118 / 211)
        assert found["map-victim-data"].number is None
        assert [finding.number is None for finding in findings("en")] == sorted(
            finding.number is None for finding in findings("en")
        )

    def test_expanded_pages_and_files_hold_counts_only(self, client: Client) -> None:
        html = client.get("/en/gaps/?global=expanded").content.decode()
        assert "no number in it is judged" in html
        assert 'class="verdict--' not in html
        assert "matrix__word" not in html
        promised = client.get("/api/v1/gaps?global=expanded").json()
        assert {cell["verdict"] for cell in promised["cells"]} == {"not-tested"}
        lines = b"".join(client.get("/en/gaps/?global=expanded&format=csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
        assert any(",not-tested," in line for line in lines)
        svg = client.get("/en/gaps/?global=expanded&format=svg").content.decode()
        colours = set(re.findall(r'<rect[^>]*fill="([^"]+)"', svg))
        assert len(colours) <= 2
        default = client.get("/en/gaps/").content.decode()
        assert 'class="verdict--' in default

    def test_who_is_left_out_is_said_in_every_form(self, client: Client) -> None:
        address = "/en/gaps/?columns=language"
        sentence = "35 tools have nothing recorded for"
        assert sentence in client.get(address).content.decode()
        assert sentence in client.get("/en/gaps/embed/?columns=language").content.decode()
        assert client.get("/api/v1/gaps?columns=language").json()["population"]["left_out"] == {
            "tools": 35, "rows": 0, "columns": 35,
        }  # fmt: skip
        body = b"".join(client.get(f"{address}&format=csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert ",,not-coded,Not recorded,35," in body

    def test_what_the_api_says_can_be_computed_again(self) -> None:
        promised = result_as_dict(matrix_result(MatrixRequest.of(columns="country")))
        total = promised["population"]["tools"]
        rows, across = promised["row_totals"], promised["column_totals"]
        assert promised["population"]["counted"] == total + promised["population"]["left_out"]["tools"]
        for cell in promised["cells"]:
            assert cell["verdict"] in VERDICTS
            assert cell["expected"] == pytest.approx(rows[cell["row"]] * across[cell["column"]] / total)
            assert np.isclose(cell["p"], mid_p(cell["count"], total, rows[cell["row"]], across[cell["column"]]))

    def test_the_status_of_a_tool_may_be_unknown(self) -> None:
        assert any(record.status == "unknown" for record in current_registry().records)
        assert matrix_result(MatrixRequest.of(columns="status")).matrix.total == 380
