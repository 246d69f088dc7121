"""The same initiative under another description: candidates against records, a score and the reasons."""

from catalogue.matching.entries import Candidate
from catalogue.matching.matcher import Matcher
from catalogue.matching.scoring import LIKELY, SURE, Match

__all__ = ["LIKELY", "SURE", "Candidate", "Match", "Matcher"]
