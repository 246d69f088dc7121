"""The languages that the index keeps fields for: those of the vocabularies and taglines."""

from typing import Final

from text.active_language import base_language

INDEXED: Final = (
    "ar", "bn", "de", "en", "es", "fr", "hi", "id", "it", "ne", "nl", "pt", "ro", "ru", "sw", "th", "tr", "uk", "vi", "zh",  # noqa: E501
)  # fmt: skip

# A language that has no fields of its own is looked up in one that its readers share words or script with.
_NEAREST: Final = {"ms": "id", "mr": "hi", "ur": "hi", "bg": "ru", "sr": "ru", "ca": "es", "gl": "pt", "be": "ru"}


def indexed(language: str) -> str | None:
    """The language whose fields answer a text in `language`, or None."""
    base = base_language(language)
    base = _NEAREST.get(base, base)
    return base if base in INDEXED else None
