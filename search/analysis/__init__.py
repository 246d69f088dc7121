"""Text analysis in Python, the same for every engine: fold, cut, stem, guess the language."""

from search.analysis.folding import fold, normalise
from search.analysis.languages import guess_language, languages_of
from search.analysis.tokens import Token, analyse, stems, words

__all__ = ["Token", "analyse", "fold", "guess_language", "languages_of", "normalise", "stems", "words"]
