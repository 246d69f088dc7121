"""Records made ready to print, in the reader's language: result rows, record sheets, citations, linked data."""

from catalogue.presentation.cards import Card, card_of
from catalogue.presentation.formatting import TermLabel, term_label, term_labels

__all__ = ["Card", "TermLabel", "card_of", "term_label", "term_labels"]
