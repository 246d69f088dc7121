"""From counts to verdicts in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaps.statistics.association import Counts, Floats, hypergeometric_mid_p
from gaps.statistics.information import information_component
from gaps.statistics.multiplicity import benjamini_hochberg
from gaps.statistics.settings import DEFAULT_SETTINGS, StatisticalSettings
from gaps.statistics.shares import even_share_distribution, share_p

UNDER_SERVED = "under-served"
AS_EXPECTED = "as-expected"
WELL_SERVED = "well-served"
TOO_FEW = "too-few-to-tell"
VERDICTS = (UNDER_SERVED, AS_EXPECTED, WELL_SERVED, TOO_FEW)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Arrays of one shape. ``p`` is exact for every cell; ``q`` is NaN where ``is_tested`` is false."""

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


def assess_cells(
    both: Counts,
    rows: Counts,
    columns: Counts,
    total: int,
    *,
    may_be_tested: NDArray[np.bool_] | None = None,
    settings: StatisticalSettings = DEFAULT_SETTINGS,
) -> Assessment:
    """Every cell of a matrix. ``both`` is (rows, columns); ``rows`` and ``columns`` are the tools with each term.

    ``may_be_tested`` leaves cells out of the family of tests, whatever they hold (headings, "not coded").
    """
    both = np.asarray(both, dtype=np.int64)
    row_totals = np.asarray(rows, dtype=np.int64).reshape(-1, 1)
    column_totals = np.asarray(columns, dtype=np.int64).reshape(1, -1)
    expected = row_totals * column_totals / total if total else np.zeros(both.shape)
    p, direction = hypergeometric_mid_p(both, total, row_totals, column_totals)
    return _judged(both, expected, p, direction, may_be_tested, settings)


def assess_shares(
    observed: Counts,
    tools_by_labels: Counts,
    *,
    terms: int | None = None,
    settings: StatisticalSettings = DEFAULT_SETTINGS,
) -> Assessment:
    """Every term of one axis against an even share. ``tools_by_labels[m]``: tools with m of these terms."""
    observed = np.asarray(observed, dtype=np.int64)
    terms = terms or max(observed.size, 1)
    labels = np.arange(len(tools_by_labels))
    expected = np.full(observed.shape, float((labels * tools_by_labels).sum()) / terms)
    p = share_p(observed, *even_share_distribution(np.asarray(tools_by_labels, dtype=np.int64), terms))
    return _judged(observed, expected, p, np.sign(observed - expected).astype(np.int64), None, settings)


def _judged(
    observed: Counts,
    expected: Floats,
    p: Floats,
    direction: Counts,
    may_be_tested: NDArray[np.bool_] | None,
    settings: StatisticalSettings,
) -> Assessment:
    is_tested = expected >= settings.minimum_expected
    if may_be_tested is not None:
        is_tested = is_tested & may_be_tested
    q = benjamini_hochberg(p, is_tested)
    ic, ic_low, ic_high = information_component(observed.astype(np.float64), expected, settings.credibility)
    with np.errstate(invalid="ignore"):
        is_different = is_tested & (q <= settings.level)
    verdict = np.select(
        [~is_tested, is_different & (direction < 0), is_different & (direction > 0)],
        [TOO_FEW, UNDER_SERVED, WELL_SERVED],
        AS_EXPECTED,
    )
    return Assessment(observed, expected, ic, ic_low, ic_high, p, q, direction, is_tested, verdict)
