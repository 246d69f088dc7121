"""Before you build: which tools overlap with an idea, which tried it and ended, and which part of it nobody serves."""

from gaps.overlap.name_mentions import mentions_a_tool
from gaps.overlap.passages import clean_idea
from gaps.overlap.report import Idea, Overlap, OverlapReport, SharedPart, find_overlap, report_as_dict

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
