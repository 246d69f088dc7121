"""Every number of a matrix is the number of tools that one would count by hand, and the list behind it has as many."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest

from catalogue.records import Record
from gaps.axes import AXIS_KEYS
from gaps.links import MatrixLinks
from gaps.matrix import CoverageMatrix, LeftOut, build_matrix
from gaps.population import GlobalMode, Population
from gaps.statistics import NOT_TESTED, TOO_FEW, VERDICTS
from gaps.tool_table import ToolTable
from search.filter_semantics import matches
from taxonomy.index import VocabularyIndex


def by_hand(records: Iterable[Record], *tests: Callable[[Record], bool]) -> int:
    return sum(all(test(record) for test in tests) for record in records)


def test_the_default_matrix_counts_tools(
    columns: ToolTable, records: list[Record], index: VocabularyIndex, everyone: Population
) -> None:
    matrix = build_matrix(columns, "tool_type", "region", everyone, index)
    assert matrix.total == by_hand(records, lambda record: record.is_counted) == 246
    assert (len(matrix.rows), len(matrix.columns)) == (17, 20)
    for cell in matrix.each_cell():
        both = [
            record
            for record in records
            if not record.is_in_doubt and cell.row.slug in record.tool_types and cell.column.slug in record.regions
        ]
        assert cell.count == by_hand(both, lambda record: record.is_in_use)
        assert cell.active == by_hand(both, lambda record: record.status == "active")
        assert cell.discontinued == by_hand(both, lambda record: record.status == "discontinued")
    for total in matrix.row_totals:
        slug = total.line.slug
        assert total.count == by_hand(
            records, lambda record: record.is_counted, lambda record, slug=slug: slug in record.tool_types
        )


@pytest.mark.parametrize("mode", list(GlobalMode))
@pytest.mark.parametrize(
    ("rows", "columns_key"), [("tool_type", "region"), ("target_user", "infrastructure"), ("region", "country")]
)
def test_the_list_behind_a_number_has_as_many_tools(
    mode: GlobalMode, rows: str, columns_key: str, columns: ToolTable, records: list[Record], index: VocabularyIndex
) -> None:
    population = Population(filters={"exploitation": ("sexual", "labour"), "access": ("free",)}, global_mode=mode)
    matrix = build_matrix(columns, rows, columns_key, population, index)
    links = MatrixLinks(matrix, index)
    checked = 0
    for at, cell in enumerate(matrix.each_cell()):
        query = links.cell(cell.row, cell.column)
        if query is not None and (cell.count > 2 or at % 9 == 0):
            assert cell.count == by_hand(records, lambda record, query=query: matches(record, query, index))
            checked += bool(cell.count)
    for totals, query_of in ((matrix.row_totals, links.row), (matrix.column_totals, links.column)):
        for total in totals:
            query = query_of(total.line)
            if query is not None:
                assert total.count == by_hand(records, lambda record, query=query: matches(record, query, index))
    assert checked > 20


@pytest.mark.parametrize(("rows", "columns_key"), list(product(("tool_type", "language"), AXIS_KEYS)))
def test_any_vocabulary_can_be_an_axis(
    rows: str, columns_key: str, columns: ToolTable, index: VocabularyIndex, everyone: Population
) -> None:
    matrix = build_matrix(columns, rows, columns_key, everyone, index)
    cells = list(matrix.each_cell())
    assert len(cells) == len(matrix.rows) * len(matrix.columns) > 0
    assert {cell.judgement.verdict for cell in cells} <= set(VERDICTS)
    assert all(total.count <= matrix.total for total in (*matrix.row_totals, *matrix.column_totals))
    assert all(cell.count <= matrix.total for cell in cells)


def test_what_nobody_coded_is_counted_beside_the_table(
    columns: ToolTable, records: list[Record], index: VocabularyIndex, everyone: Population
) -> None:
    matrix = build_matrix(columns, "language", "tool_type", everyone, index)
    bare = by_hand(records, lambda record: record.is_counted, lambda record: not record.languages)
    assert bare > 30
    assert matrix.left_out == LeftOut(tools=bare, rows=bare, columns=0)
    assert matrix.total == by_hand(records, lambda record: record.is_counted, lambda record: bool(record.languages))
    assert matrix.counted == matrix.total + bare == 246
    assert all(line.is_coded for line in matrix.rows.lines)
    assert all(
        total.count == by_hand(
            records, lambda record: record.is_counted, lambda record: bool(record.languages),
            lambda record, slug=total.line.slug: slug in record.tool_types,
        )
        for total in matrix.column_totals
    )  # fmt: skip


def test_headings_count_each_tool_once(
    columns: ToolTable, records: list[Record], index: VocabularyIndex, everyone: Population
) -> None:
    matrix = build_matrix(columns, "tool_type", "region", everyone, index)
    africa = next(heading for heading in matrix.column_headings if heading.slug == "africa")
    assert len(africa.members) == 5
    in_africa = set(africa.members)
    assert africa.count == by_hand(
        records, lambda record: record.is_counted, lambda record: bool(in_africa & set(record.regions))
    )
    assert africa.count < sum(total.count for total in matrix.column_totals if total.line.slug in in_africa)


def test_global_tools_stand_alone_or_everywhere_or_nowhere(columns: ToolTable, index: VocabularyIndex) -> None:
    def oceania(mode: GlobalMode) -> tuple[int, int, bool]:
        matrix = build_matrix(columns, "tool_type", "region", Population(global_mode=mode), index)
        total = next(total for total in matrix.column_totals if total.line.slug == "oceania")
        return total.count, matrix.total, any(line.slug == "global" for line in matrix.columns.lines)

    assert oceania(GlobalMode.OWN) == (6, 246, True)
    count, total, has_own = oceania(GlobalMode.EXPANDED)
    assert count > 90
    assert (total, has_own) == (246, False)
    count, total, has_own = oceania(GlobalMode.EXCLUDED)
    assert (count, has_own) == (6, False)
    assert total < 246


def test_every_part_of_the_population_can_be_switched(
    columns: ToolTable, records: list[Record], index: VocabularyIndex
) -> None:
    def total(**parts: object) -> int:
        return build_matrix(columns, "tool_type", "region", Population(**parts), index).total  # type: ignore[arg-type]

    assert total() == 246
    assert total(is_doubt_included=True) == by_hand(records, lambda record: record.is_in_use)
    assert total(is_any_status=True) == by_hand(records, lambda record: not record.is_in_doubt) == 380
    assert total(filters={"status": ("discontinued",)}) == by_hand(
        records, lambda record: record.status == "discontinued" and not record.is_in_doubt
    )
    assert (
        total(have=("feature-phone", "works-offline"))
        == total(have=("works-offline", "feature-phone"))
        < total(have=("smartphone", "mobile-data"))
    )


def test_status_as_an_axis_counts_every_status(columns: ToolTable, index: VocabularyIndex) -> None:
    matrix = build_matrix(columns, "tool_type", "status", Population(), index)
    assert matrix.total == 380
    assert next(total for total in matrix.column_totals if total.line.slug == "discontinued").count > 20


def test_a_filter_on_an_axis_shows_the_chosen_lines_only(columns: ToolTable, index: VocabularyIndex) -> None:
    matrix = build_matrix(columns, "tool_type", "region", Population(filters={"region": ("africa",)}), index)
    assert [line.slug for line in matrix.columns.lines] == [
        "africa-northern", "africa-western", "africa-eastern", "africa-middle", "africa-southern",
    ]  # fmt: skip


def all_cells_silent(matrix: CoverageMatrix) -> bool:
    silent = (TOO_FEW, NOT_TESTED)
    return all(cell.judgement.verdict in silent and not cell.judgement.is_tested for cell in matrix.each_cell())


def test_an_empty_registry_has_an_empty_matrix(index: VocabularyIndex, everyone: Population) -> None:
    matrix = build_matrix(ToolTable([]), "tool_type", "region", everyone, index)
    assert matrix.is_empty
    assert len(matrix.rows) == 17
    assert all_cells_silent(matrix)


def test_one_tool(index: VocabularyIndex, everyone: Population, make_record: Callable[..., Record]) -> None:
    only = ToolTable([make_record(tool_types=["reporting-hotlines"], regions=["oceania"])])
    matrix = build_matrix(only, "tool_type", "region", everyone, index)
    cell = matrix.cell("reporting-hotlines", "oceania")
    assert cell is not None
    assert cell.count == matrix.total == 1
    assert all_cells_silent(matrix)


def test_one_type(index: VocabularyIndex, everyone: Population, make_record: Callable[..., Record]) -> None:
    """Every tool of one type: no region can have more or less of it than expected."""
    many = ToolTable(
        [make_record(id=f"t{n}", tool_types=["reporting-hotlines"], regions=["oceania" if n % 2 else "asia-southern"])
         for n in range(40)]
    )  # fmt: skip
    matrix = build_matrix(many, "tool_type", "region", everyone, index)
    assert {cell.judgement.verdict for cell in matrix.cells[3]} == {TOO_FEW, "as-expected"}
    assert matrix.cell("reporting-hotlines", "oceania").judgement.p == 1.0  # type: ignore[union-attr]


def test_a_filter_that_leaves_nothing(columns: ToolTable, index: VocabularyIndex) -> None:
    population = Population(filters={"region": ("asia-central",), "tool_type": ("ethical-consumption",)})
    matrix = build_matrix(columns, "tool_type", "region", population, index)
    assert matrix.is_empty
    assert all_cells_silent(matrix)


def test_the_same_axis_twice_tests_nothing(columns: ToolTable, index: VocabularyIndex, everyone: Population) -> None:
    matrix = build_matrix(columns, "pillar", "pillar", everyone, index)
    assert [matrix.cells[at][at].count for at in range(4)] == [total.count for total in matrix.row_totals]
    assert {cell.judgement.verdict for cell in matrix.each_cell()} == {NOT_TESTED}
    links = MatrixLinks(matrix, index)
    assert links.cell(matrix.rows.lines[0], matrix.columns.lines[1]) is None


def test_an_axis_with_three_hundred_values(
    index: VocabularyIndex, everyone: Population, make_record: Callable[..., Record]
) -> None:
    codes = [term.slug.upper() for term in index.terms("country")]
    many = ToolTable([
        make_record(id=f"t{n}", tool_types=["reporting-hotlines"], regions=["global"], countries=[code])
        for n, code in enumerate(codes)
    ])  # fmt: skip
    matrix = build_matrix(many, "tool_type", "country", everyone, index)
    assert len(matrix.columns) == len(codes) > 240
    assert [line.group for line in matrix.columns.lines] != [None] * len(codes)


def test_an_unknown_axis_is_a_key_error(columns: ToolTable, index: VocabularyIndex, everyone: Population) -> None:
    with pytest.raises(KeyError):
        build_matrix(columns, "name", "region", everyone, index)


def test_order_of_records_changes_nothing(
    columns: ToolTable, records: list[Record], index: VocabularyIndex, everyone: Population
) -> None:
    turned = ToolTable(list(reversed(records)))
    one, other = (build_matrix(made, "tool_type", "region", everyone, index) for made in (columns, turned))
    assert list(one.each_cell()) == list(other.each_cell())
    assert one.row_totals == other.row_totals
