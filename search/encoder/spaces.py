"""The texts of a document that are encoded: what it is, its classification, and its tagline in every language.

A question in Nepali lies nearer to a Nepali sentence than to an English one with the same meaning: multilingual
encoders keep some of the language. Each language's taglines are therefore a space of their own.
"""

from typing import Final

from search.documents import SearchDocument
from search.languages import INDEXED

RECORD: Final = "record"
# Classification and places alone: a question for a kind of tool in a place is a list of such words, not a description.
PROFILE: Final = "profile"
SPACES: Final = (RECORD, PROFILE, *(f"tagline_{language}" for language in INDEXED))


def tagline_space(language: str) -> str:
    return f"tagline_{language}"


def texts_of(document: SearchDocument) -> dict[str, str]:
    """Space to the text encoded in it; a space without text is missing."""
    texts = {RECORD: _record_text(document)}
    if document.subjects or document.settings:
        texts[PROFILE] = f"{', '.join(document.subjects)}. {', '.join(document.settings)}"
    for language in INDEXED:
        tagline = document.taglines.get(language) or document.summaries.get(language)
        if tagline:
            texts[tagline_space(language)] = tagline
    return texts


def _record_text(document: SearchDocument) -> str:
    names = document.name
    if document.aliases:
        names += f" ({'; '.join(document.aliases)})"
    if document.organisation:
        names += f", {document.organisation}"
    return f"{names}. {document.summary} {', '.join(document.subjects)}".strip()
