"""How sure a number is: exact tests, shrunken ratios, verdicts. Knows arrays only, nothing of tools or pages."""

from gaps.statistics.recorded import MINIMUM_RECORDED, is_enough_recorded
from gaps.statistics.verdicts import (
    AS_EXPECTED,
    DEFAULT_SETTINGS,
    NOT_TESTED,
    TOO_FEW,
    UNDER_SERVED,
    VERDICTS,
    WELL_SERVED,
    CellStatistics,
    StatisticalSettings,
    assess_cells,
    assess_shares,
)

__all__ = [
    "AS_EXPECTED",
    "DEFAULT_SETTINGS",
    "MINIMUM_RECORDED",
    "NOT_TESTED",
    "TOO_FEW",
    "UNDER_SERVED",
    "VERDICTS",
    "WELL_SERVED",
    "CellStatistics",
    "StatisticalSettings",
    "assess_cells",
    "assess_shares",
    "is_enough_recorded",
]
