"""The same initiative under another description: candidates against records, a score and the reasons."""

from catalogue.matching.entries import Candidate
from catalogue.matching.scoring import LIKELY, SURE, Match
from catalogue.matching.service import Matcher

__all__ = ["LIKELY", "SURE", "Candidate", "Match", "Matcher"]
