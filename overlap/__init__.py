"""Before you build: which tools overlap with an idea, which tried it and ended."""

from overlap.name_mentions import mentions_a_tool
from overlap.passages import clean_idea
from overlap.report import Idea, Overlap, OverlapReport, SharedPart, find_overlap, report_as_dict

__all__ = [
    "Idea",
    "Overlap",
    "OverlapReport",
    "SharedPart",
    "clean_idea",
    "find_overlap",
    "mentions_a_tool",
    "report_as_dict",
]
