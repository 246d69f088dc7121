"""Word stems by language: Snowball where it has the language, light suffix and prefix rules where it hasn't.

A stem is only compared with stems of the same language, so it need not be a word. Light rules remove plural, case and
noun-class endings only: a rule that joins two different words costs more than one that misses a form.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import Stemmer

from text.folding import compact

_SNOWBALL: Final = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek",  # noqa: E501
    "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ms": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian",  # noqa: E501
    "ne": "nepali", "no": "norwegian", "nb": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",  # noqa: E501
}  # fmt: skip

# Of names and of everything else; the longest first.
_UKRAINIAN_CASES: Final = (
    "ами", "ями", "ові", "еві", "ого", "ому", "ими", "ів", "їв", "ах", "ях", "ою", "ею", "єю", "ий", "ій", "им", "их",
    "ам", "ям", "ом", "ем", "єм", "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю",
)  # fmt: skip
# Makes an adjective of a country's name.
_UKRAINIAN_OF_A_PLACE: Final = ("ського", "ському", "ською", "ських")
_UKRAINIAN_DERIVED: Final = (
    "ування", "ювання", "ення", "ання", "ості", "істю", "ість", "іми", "ції", "ція", "цію", "цій", "ім", "іх", "ої",
    "ні", "на", "не", "ну", "ь",
)  # fmt: skip
_BENGALI_CASES: Final = ("গুলোতে", "গুলোর", "গুলো", "গুলি", "দের", "ের", "তে", "কে", "রা", "য়", "ে", "র")
_BENGALI_DERIVED: Final = (
    "গুলোকে", "গুলিকে", "গুলির", "দেরকে", "টিকে", "টির", "টিতে", "টাকে", "টার", "জনের", "কারী", "ভাবে", "েরা", "টি",
    "টা", "ই", "ও",
)  # fmt: skip
_URDU: Final = ("وں", "یں", "اں", "وں", "ات", "ے", "ی", "ہ", "ا")
_SWAHILI_PREFIXES: Final = ("wana", "ana", "wali", "ali", "wa", "mi", "ki", "vi", "ma", "ku", "u", "m")
_SWAHILI_SUFFIXES: Final = ("wao", "shwa", "iwa", "wa", "ni", "ji")
_TAGALOG_PREFIXES: Final = (
    "nagpapa",
    "nakaka",
    "nagka",
    "pinag",
    "maka",
    "naka",
    "nag",
    "mag",
    "pag",
    "pang",
    "mga",
    "na",
    "ma",
    "ka",
)


def _longest_first(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((ending for listed in lists for ending in listed), key=len, reverse=True))


_UKRAINIAN: Final = _longest_first(_UKRAINIAN_CASES, _UKRAINIAN_DERIVED)
_BENGALI: Final = _longest_first(_BENGALI_CASES, _BENGALI_DERIVED)
# A name keeps more of itself than another word: "Ліван" is no form of "Ліва", nor "ভারত" of "ভার".
_NAME_ENDINGS: Final = {
    "uk": _longest_first(_UKRAINIAN_OF_A_PLACE, _UKRAINIAN_CASES),
    "bn": _longest_first(_BENGALI_CASES),
}
_LEAST_OF_A_NAME: Final = 4


def _without_suffix(word: str, suffixes: tuple[str, ...], keep: int) -> str:
    for suffix in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= keep:
            return word[: -len(suffix)]
    return word


def _without_prefix(word: str, prefixes: tuple[str, ...], keep: int) -> str:
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= keep:
            return word[len(prefix) :]
    return word


def _ukrainian(word: str) -> str:
    return _without_suffix(word, _UKRAINIAN, 3)


def _bengali(word: str) -> str:
    return _without_suffix(_without_suffix(word, _BENGALI, 3), ("ে", "র", "া"), 3)


def _urdu(word: str) -> str:
    return _without_suffix(word, _URDU, 3)


def _swahili(word: str) -> str:
    return _without_suffix(_without_prefix(word, _SWAHILI_PREFIXES, 3), _SWAHILI_SUFFIXES, 4)


def _tagalog(word: str) -> str:
    return _without_suffix(_without_prefix(word, _TAGALOG_PREFIXES, 4), ("ng", "an", "in"), 4)


_LIGHT_RULES: Final[dict[str, Callable[[str], str]]] = {
    "uk": _ukrainian, "bn": _bengali, "ur": _urdu, "sw": _swahili, "tl": _tagalog,
}  # fmt: skip

_own = threading.local()


def _snowball(word: str, language: str) -> str:
    """A Snowball stemmer keeps the word it works on inside itself, so every thread has its own."""
    stemmers: dict[str, Any] = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language])
    return str(stemmers[language].stemWord(word))


def has_stemmer(language: str) -> bool:
    """The function tells whether there are rules for the endings of a language."""
    return language in _SNOWBALL or language in _LIGHT_RULES


@lru_cache(maxsize=131072)
def stem(word: str, language: str) -> str:
    """The stem of one lower-case word with its accents, since Snowball reads them; unknown languages keep the word."""
    if any(character.isdigit() for character in word):
        return word
    if language in _SNOWBALL:
        return _snowball(word, language) or word
    rule = _LIGHT_RULES.get(language)
    return rule(word) if rule else word


def name_stem(word: str, language: str) -> str:
    """The function takes the endings off one lower-case word of a name or term, more carefully than ``stem`` does."""
    endings = _NAME_ENDINGS.get(language)
    return stem(word, language) if endings is None else _without_suffix(word, endings, _LEAST_OF_A_NAME)


@lru_cache(maxsize=60_000)
def compact_stem(word: str, language: str) -> str:
    """The stem of a word of a name, without accents and signs: what wordings are compared by."""
    return compact(name_stem(word, language))


def light_stem(word: str) -> str:
    """The function takes off the plural endings that English, French, Spanish and Portuguese share, of a plain word."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word
