"""Records made ready to print, in the reader's language: result rows, record sheets, citations, linked data."""

from catalogue.presentation.cards import Card, card_of
from catalogue.presentation.formatting import Word, word, words

__all__ = ["Card", "Word", "card_of", "word", "words"]
