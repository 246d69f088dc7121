"""Vocabularies, their terms in trees, and the words people use for them."""

from taxonomy.models.redirects import TermRedirect
from taxonomy.models.stamps import VocabularyStamp
from taxonomy.models.terms import Term, TermText
from taxonomy.models.vocabularies import Vocabulary, VocabularyText

__all__ = ["Term", "TermRedirect", "TermText", "Vocabulary", "VocabularyStamp", "VocabularyText"]
