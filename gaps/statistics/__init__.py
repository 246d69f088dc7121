"""How sure a number is: exact tests, shrunken ratios, verdicts. Knows arrays only, nothing of tools or pages."""

from gaps.statistics.settings import DEFAULT_SETTINGS, StatisticalSettings
from gaps.statistics.verdicts import (
    AS_EXPECTED,
    TOO_FEW,
    UNDER_SERVED,
    VERDICTS,
    WELL_SERVED,
    Assessment,
    assess_cells,
    assess_shares,
)

__all__ = [
    "AS_EXPECTED",
    "DEFAULT_SETTINGS",
    "TOO_FEW",
    "UNDER_SERVED",
    "VERDICTS",
    "WELL_SERVED",
    "Assessment",
    "StatisticalSettings",
    "assess_cells",
    "assess_shares",
]
