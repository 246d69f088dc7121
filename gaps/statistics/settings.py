"""The declared settings of every verdict. A verdict changes only when data or these numbers change."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class StatisticalSettings:
    """``minimum_expected``: tools a cell must be expected to hold before it is tested.

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
