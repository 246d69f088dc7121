"""The language that the reader is being answered in, and codes of languages without their region."""

from typing import Final

from django.utils.translation import get_language

FALLBACK_LANGUAGE: Final = "en"


def base_language(code: str) -> str:
    """The function gives the language of a code without its region, in small letters: "pt-BR" is "pt"."""
    return code.partition("-")[0].lower()


def active_language() -> str:
    """The function gives the reader's language without its region, or English where none is active."""
    return base_language(get_language() or FALLBACK_LANGUAGE)
