"""The statistics agree with scipy and plain arithmetic, and have the properties that make a verdict trustworthy."""

from math import comb

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy import stats

from gaps.statistics import (
    AS_EXPECTED,
    NOT_TESTED,
    TOO_FEW,
    UNDER_SERVED,
    VERDICTS,
    WELL_SERVED,
    StatisticalSettings,
    assess_cells,
    assess_shares,
)
from gaps.statistics.association import benjamini_hochberg, hypergeometric_mid_p, information_component
from gaps.statistics.shares import even_share_distribution

# The reference is slow: a wrong result is told as it was met, not made small first.
without_shrinking = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])


@st.composite
def tables(draw: st.DrawFn, largest: int = 60) -> tuple[int, int, int, int]:
    """(both, total, row, column) of a possible fourfold table."""
    total = draw(st.integers(1, largest))
    row, column = draw(st.integers(0, total)), draw(st.integers(0, total))
    both = draw(st.integers(max(0, row + column - total), min(row, column)))
    return both, total, row, column


def plain_mid_p(both: int, total: int, row: int, column: int) -> float:
    chance = stats.hypergeom(total, row, column)
    below = sum(chance.pmf(x) for x in range(both)) + 0.5 * chance.pmf(both)
    above = sum(chance.pmf(x) for x in range(both + 1, min(row, column) + 1)) + 0.5 * chance.pmf(both)
    return min(1.0, 2 * min(below, above))


@without_shrinking
@given(tables())
def test_the_exact_test_agrees_with_scipy(table: tuple[int, int, int, int]) -> None:
    p, direction = hypergeometric_mid_p(*table)
    both, total, row, column = table
    assert float(p) == pytest.approx(plain_mid_p(*table), rel=1e-9, abs=1e-12)
    assert int(direction) == (both * total > row * column) - (both * total < row * column)


@given(tables())
def test_the_exact_test_is_symmetric_and_bounded(table: tuple[int, int, int, int]) -> None:
    both, total, row, column = table
    p, direction = hypergeometric_mid_p(both, total, row, column)
    swapped, same = hypergeometric_mid_p(both, total, column, row)
    # Not having the row's term says the same with the opposite direction.
    complement, opposite = hypergeometric_mid_p(column - both, total, total - row, column)
    assert 0 < float(p) <= 1
    assert float(swapped) == pytest.approx(float(p), rel=1e-9)
    assert float(complement) == pytest.approx(float(p), rel=1e-9)
    assert int(same) == int(direction) == -int(opposite)


@pytest.mark.parametrize(
    ("both", "total", "row", "column"),
    [(5_300, 100_000, 20_000, 26_000), (200, 100_000, 500, 50_000), (0, 100_000, 40, 30_000), (3, 246, 48, 55)],
)
def test_the_exact_test_agrees_with_scipy_on_large_tables(both: int, total: int, row: int, column: int) -> None:
    chance = stats.hypergeom(total, row, column)
    half = 0.5 * chance.pmf(both)
    expected = 2 * min(chance.cdf(both) - half, chance.sf(both) + half)
    p, _ = hypergeometric_mid_p(both, total, row, column)
    assert float(p) == pytest.approx(expected, rel=1e-5)


def test_a_worked_cell() -> None:
    """The one of docs/reference/statistics.md: 20 tools, 10 of a type, 8 in a region, 1 both where 4 are expected."""
    p, direction = hypergeometric_mid_p(1, 20, 10, 8)
    ways = comb(20, 8)
    by_hand = 2 * (comb(10, 0) * comb(10, 8) + 0.5 * comb(10, 1) * comb(10, 7)) / ways
    assert float(p) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.0102, abs=5e-5)
    assert int(direction) == -1


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        hypergeometric_mid_p(np.array([5]), 10, np.array([3]), np.array([4]))


@without_shrinking
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_benjamini_hochberg_agrees_with_a_plain_reference(cells: list[tuple[float, bool]]) -> None:
    p, tested = np.array([cell[0] for cell in cells]), np.array([cell[1] for cell in cells], dtype=bool)
    q = benjamini_hochberg(p, tested)
    assert np.isnan(q[~tested]).all()
    family = sorted(value for value, is_tested in cells if is_tested)
    for value, adjusted in zip(p[tested], q[tested], strict=True):
        reference = min(
            [1.0] + [family[rank] * len(family) / (rank + 1) for rank in range(len(family)) if family[rank] >= value]
        )
        assert adjusted == pytest.approx(reference)
        assert adjusted >= value or adjusted == pytest.approx(value)


@given(st.integers(0, 400), st.floats(0, 400))
def test_the_interval_holds_the_component_and_shrinks_it(observed: int, expected: float) -> None:
    ic, low, high = information_component(np.array([observed]), np.array([expected]), 0.95)
    assert low[0] <= high[0]
    assert abs(float(ic[0])) <= abs(np.log2(observed / expected)) + 1e-9 if observed and expected else True
    assert low[0] < ic[0] < high[0]


def test_the_interval_is_that_of_the_gamma_posterior() -> None:
    _, low, high = information_component(np.array([3.0]), np.array([8.0]), 0.95)
    posterior = stats.gamma(3.5, scale=1 / 8.5)
    assert low[0] == pytest.approx(np.log2(posterior.ppf(0.025)))
    assert high[0] == pytest.approx(np.log2(posterior.ppf(0.975)))


@settings(without_shrinking, max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.integers(4, 9))
def test_the_even_share_distribution_is_a_sum_of_yes_and_no(labels: list[int], terms: int) -> None:
    plain = np.array([1.0])
    for count in labels:
        plain = np.convolve(plain, [1 - count / terms, count / terms])
    low, distribution = even_share_distribution(np.bincount(labels, minlength=5), terms)
    assert low == 0
    np.testing.assert_allclose(distribution, plain[: distribution.size], atol=1e-12)


def test_the_even_share_distribution_of_many_tools_is_a_window_around_the_mean() -> None:
    low, distribution = even_share_distribution(np.array([0, 100_000]), 20)
    assert distribution.sum() == pytest.approx(1.0)
    assert low > 0
    assert distribution.size < 2_000
    np.testing.assert_allclose(
        distribution, stats.binom(100_000, 1 / 20).pmf(low + np.arange(distribution.size)), atol=1e-12
    )


def test_an_axis_with_a_rare_term() -> None:
    found = assess_shares(np.array([40, 41, 39, 8, 42]), np.array([0, 170]))
    assert list(found.verdict) == [AS_EXPECTED, AS_EXPECTED, AS_EXPECTED, UNDER_SERVED, AS_EXPECTED]
    assert found.ic_high[3] < 0


def test_nothing_gives_no_verdict() -> None:
    cells = assess_cells(np.zeros((2, 3)), np.zeros(2), np.zeros(3), 0)
    assert (cells.verdict == TOO_FEW).all()
    assert (assess_shares(np.array([0, 0]), np.array([0])).verdict == TOO_FEW).all()
    assert assess_cells(np.zeros((0, 0)), np.zeros(0), np.zeros(0), 0).verdict.size == 0


def test_one_tool_gives_no_verdict() -> None:
    assert assess_cells(np.array([[1]]), np.array([1]), np.array([1]), 1).verdict.tolist() == [[TOO_FEW]]


def test_a_cell_left_out_is_not_in_the_family() -> None:
    both, rows, columns = np.array([[0, 40], [40, 0]]), np.array([40, 40]), np.array([40, 40])
    all_tested = assess_cells(both, rows, columns, 80)
    one_tested = assess_cells(both, rows, columns, 80, may_be_tested=np.array([[True, False], [False, False]]))
    assert all_tested.verdict.tolist() == [[UNDER_SERVED, WELL_SERVED], [WELL_SERVED, UNDER_SERVED]]
    assert one_tested.verdict.tolist() == [[UNDER_SERVED, NOT_TESTED], [NOT_TESTED, NOT_TESTED]]


@without_shrinking
@given(st.integers(0, 2**32 - 1))
def test_every_verdict_fits_its_numbers(seed: int) -> None:
    generator = np.random.default_rng(seed)
    row, column = generator.random((90, 4)) < 0.3, generator.random((90, 5)) < 0.4
    column[:, 0] |= row[:, 0]
    declared = StatisticalSettings()
    found = assess_cells(row.T.astype(int) @ column, row.sum(0), column.sum(0), 90, settings=declared)
    assert set(found.verdict.ravel()) <= set(VERDICTS)
    assert ((found.verdict == TOO_FEW) == (found.expected < declared.minimum_expected)).all()
    flagged = (found.verdict == UNDER_SERVED) | (found.verdict == WELL_SERVED)
    assert (found.q[flagged] <= declared.level).all()
    assert (found.observed < found.expected)[found.verdict == UNDER_SERVED].all()
    assert (found.observed > found.expected)[found.verdict == WELL_SERVED].all()


@without_shrinking
@given(st.integers(0, 2**32 - 1))
def test_cells_of_one_kind_are_judged_as_if_each_were_alone(seed: int) -> None:
    generator = np.random.default_rng(seed)
    row, column = generator.random((60, 6)) < 0.4, generator.random((60, 30)) < 0.1
    column[:, 3], may = column[:, 4], generator.random((6, 30)) < 0.8
    both, rows, columns = row.T.astype(int) @ column, row.sum(0), column.sum(0)
    found = assess_cells(both, rows, columns, 60, may_be_tested=may)
    p, direction = hypergeometric_mid_p(both, 60, rows[:, None], columns[None, :])
    assert (found.p == p).all()
    assert (found.direction == direction).all()
    assert found.expected == pytest.approx(rows[:, None] * columns[None, :] / 60)
    assert (found.is_tested == (may & (found.expected >= StatisticalSettings().minimum_expected))).all()
    assert found.q[found.is_tested] == pytest.approx(benjamini_hochberg(p, found.is_tested)[found.is_tested])
    assert (found.observed == both).all()


@pytest.mark.parametrize(("name", "value"), [("minimum_expected", 0), ("level", 1.0), ("credibility", 0.0)])
def test_settings_that_make_no_sense_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match="must"):
        StatisticalSettings(**{name: value})
