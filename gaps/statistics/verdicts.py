"""From counts to verdicts in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from gaps.statistics.association import (
    Counts,
    Floats,
    benjamini_hochberg,
    hypergeometric_mid_p,
    information_component,
)
from gaps.statistics.shares import even_share_distribution, share_p

UNDER_SERVED = "under-served"
AS_EXPECTED = "as-expected"
WELL_SERVED = "well-served"
TOO_FEW = "too-few-to-tell"
NOT_TESTED = "not-tested"
VERDICTS = (UNDER_SERVED, AS_EXPECTED, WELL_SERVED, TOO_FEW, NOT_TESTED)


@dataclass(frozen=True, slots=True)
class StatisticalSettings:
    """The declared settings of every verdict: a verdict changes only when data or these numbers change.

    ``minimum_expected``: tools a cell must be expected to hold before it is tested.

    ``level``: the largest share of maps without any real difference that may show one (see
    docs/reference/statistics.md). ``credibility``: probability that an interval is meant to hold.
    """

    minimum_expected: float = 3.0
    level: float = 0.05
    credibility: float = 0.95

    def __post_init__(self) -> None:
        if not self.minimum_expected > 0:
            raise ValueError("minimum_expected must be above 0.")
        if not 0 < self.level < 1 or not 0 < self.credibility < 1:
            raise ValueError("level and credibility must lie between 0 and 1.")

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


DEFAULT_SETTINGS = StatisticalSettings()


@dataclass(frozen=True, slots=True)
class CellStatistics:
    """Arrays of one shape. ``p`` is exact for every cell; ``q`` is NaN where ``is_tested`` is false.

    ``kind``: cells of the same number, counted from 0 without a gap, are alike in all of these; a wide table has few
    kinds of cells.
    """

    observed: Counts
    expected: Floats
    ic: Floats
    ic_low: Floats
    ic_high: Floats
    p: Floats
    q: Floats
    direction: Counts
    is_tested: NDArray[np.bool_]
    verdict: NDArray[np.str_]
    kind: Counts


def assess_cells(
    both: Counts,
    rows: Counts,
    columns: Counts,
    total: int,
    *,
    may_be_tested: NDArray[np.bool_] | None = None,
    settings: StatisticalSettings = DEFAULT_SETTINGS,
) -> CellStatistics:
    """Every cell of a matrix. ``both`` is (rows, columns); ``rows`` and ``columns`` are the tools with each term.

    ``may_be_tested`` leaves cells out of the family of tests, whatever they hold: nothing is asked of them.
    """
    both = np.asarray(both, dtype=np.int64)
    row_totals = np.broadcast_to(np.asarray(rows, dtype=np.int64).reshape(-1, 1), both.shape).ravel()
    column_totals = np.broadcast_to(np.asarray(columns, dtype=np.int64).reshape(1, -1), both.shape).ravel()
    may = np.ones(both.shape, dtype=np.bool_) if may_be_tested is None else may_be_tested
    # What is said of a cell depends on three counts alone, and most cells of a wide table share theirs with many.
    key = ((both.ravel() * (total + 1) + row_totals) * (total + 1) + column_totals) * 2 + may.ravel()
    _keys, first, kind = np.unique(key, return_index=True, return_inverse=True)
    observed, row_totals, column_totals = both.ravel()[first], row_totals[first], column_totals[first]
    expected = row_totals * column_totals / total if total else np.zeros(observed.shape)
    p, direction = hypergeometric_mid_p(observed, total, row_totals, column_totals)
    return _judged(observed, expected, p, direction, may.ravel()[first], settings, kind.reshape(both.shape))


def assess_shares(
    observed: Counts,
    tools_by_labels: Counts,
    *,
    terms: int | None = None,
    settings: StatisticalSettings = DEFAULT_SETTINGS,
) -> CellStatistics:
    """Every term of one axis against an even share. ``tools_by_labels[m]``: tools with m of these terms."""
    observed = np.asarray(observed, dtype=np.int64)
    terms = terms or max(observed.size, 1)
    labels = np.arange(len(tools_by_labels))
    expected = np.full(observed.shape, float((labels * tools_by_labels).sum()) / terms)
    p = share_p(observed, *even_share_distribution(np.asarray(tools_by_labels, dtype=np.int64), terms))
    direction = np.sign(observed - expected).astype(np.int64)
    may_be_tested = np.ones(observed.shape, dtype=np.bool_)
    return _judged(observed, expected, p, direction, may_be_tested, settings, np.arange(observed.size))


def _judged(
    observed: Counts,
    expected: Floats,
    p: Floats,
    direction: Counts,
    may_be_tested: NDArray[np.bool_],
    settings: StatisticalSettings,
    kind: Counts,
) -> CellStatistics:
    """``kind`` has the table's shape and says which of the other arrays' entries a cell is."""
    is_tested = may_be_tested & (expected >= settings.minimum_expected)
    q = np.full(p.shape, np.nan)
    # The family of tests are the cells. Equal p have equal q, so each kind has one.
    q[kind] = benjamini_hochberg(p[kind], is_tested[kind])
    ic, ic_low, ic_high = information_component(observed.astype(np.float64), expected, settings.credibility)
    with np.errstate(invalid="ignore"):
        is_different = is_tested & (q <= settings.level)
    verdict = np.select(
        [~may_be_tested, ~is_tested, is_different & (direction < 0), is_different & (direction > 0)],
        [NOT_TESTED, TOO_FEW, UNDER_SERVED, WELL_SERVED],
        AS_EXPECTED,
    )
    return CellStatistics(
        observed=observed[kind],
        expected=expected[kind],
        ic=ic[kind],
        ic_low=ic_low[kind],
        ic_high=ic_high[kind],
        p=p[kind],
        q=q[kind],
        direction=direction[kind],
        is_tested=is_tested[kind],
        verdict=verdict[kind],
        kind=kind,
    )
