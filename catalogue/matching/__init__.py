"""The same initiative under another description: candidates against records, a score and the reasons."""

from catalogue.matching.entries import MatchCandidate
from catalogue.matching.matcher import Matcher
from catalogue.matching.scoring import LIKELY, SURE, RecordMatch

__all__ = ["LIKELY", "SURE", "MatchCandidate", "Matcher", "RecordMatch"]
