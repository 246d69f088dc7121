"""Text analysis in Python, the same for every engine: fold, cut, stem, guess the language."""

from text.folding import fold, normalise
from text.language_detection import guess_language, languages_of
from text.tokens import Token, analyse, stems, words

__all__ = ["Token", "analyse", "fold", "guess_language", "languages_of", "normalise", "stems", "words"]
