"""How complete a record is, and what is wrong with it: for the admin's list, its filters and its home page."""

from catalogue.quality.completeness import completeness_of, order_by_completeness
from catalogue.quality.problems import (
    PROBLEMS,
    Facts,
    QualityAssessment,
    QualityProblem,
    assess,
    count_problems,
    problems_of,
    with_problem,
)

__all__ = [
    "PROBLEMS",
    "Facts",
    "QualityAssessment",
    "QualityProblem",
    "assess",
    "completeness_of",
    "count_problems",
    "order_by_completeness",
    "problems_of",
    "with_problem",
]
